/**
 * The entry point `kafka-trial/vitest`: a `test` with a simulation, and matchers for `expect`. Importing it adds the
 * matchers to Vitest's `expect`, which is exported here as well.
 */

import './matchers.ts';

export { expect } from 'vitest';
export type { TrialMatchers } from './matchers.ts';
export type { FixtureDefinitions, SeedsCall, SeedsTest, TrialTest } from './seeds.ts';
export { type Fixtures, it, test } from './test.ts';
