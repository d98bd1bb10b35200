/**
 * The door of `kafka-trial/assert`: what a test expects of a simulation, under any test runner.
 *
 * Owns: the list, name by name; test/index.test.ts pins it.
 */

// --- Expectations as functions that throw ----------------------------------------------------------------------------

export {
  assertAcknowledged,
  assertContainsRecord,
  assertDelivered,
  assertEveryFaultFired,
  assertGuarantees,
  assertTrace,
} from './assertions.ts';
export type { JsonPattern, RecordFields, RecordPattern, TextPattern } from './record-pattern.ts';

// --- The same as matchers, for `expect.extend` -----------------------------------------------------------------------

export type { MatcherResult } from './expectation-result.ts';
export { type Matchers, matchers, type TrialMatchers } from './matchers.ts';

// --- Of a test: its seed, and the story of a record ------------------------------------------------------------------

export { seedFrom } from './seed.ts';
export { type Sent, storyOf } from './sent.ts';
