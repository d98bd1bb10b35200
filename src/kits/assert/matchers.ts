/**
 * The expectations as matchers: `expect.extend(matchers)`, in Vitest, Jest or whatever takes their form.
 *
 * Owns: their names, which read as sentences.
 */

import type { Simulation } from '../../simulation/simulation.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';
import { acknowledged } from './acknowledged.ts';
import { containsRecord } from './contains-record.ts';
import { delivered } from './delivered.ts';
import { type MatcherResult, matcherResult } from './expectation-result.ts';
import { everyFaultFired } from './faults-fired.ts';
import { guaranteesKept } from './guarantees-kept.ts';
import type { RecordPattern } from './record-pattern.ts';
import type { Sent } from './sent.ts';
import { traceMatches } from './trace-file.ts';

/** What each is about comes first, as `expect.extend` hands it over. A type, for Jest's takes no interface. */
export type Matchers = {
  toBeAcknowledged(sent: Sent | readonly Sent[]): MatcherResult;
  toHaveDelivered(topic: TopicView, expected: readonly RecordPattern[], options?: ReadOptions): MatcherResult;
  toContainRecord(topic: TopicView, pattern: RecordPattern, options?: ReadOptions): MatcherResult;
  toHaveFiredEveryFault(sim: Simulation): MatcherResult;
  toKeepItsGuarantees(sim: Simulation): MatcherResult;
  toMatchTrace(sim: Simulation, file: string | URL): MatcherResult;
};

/** What they are to whoever calls them, for the types of an `expect` that was extended. */
export interface TrialMatchers<R> {
  /** Of what send() returned, or of verdicts on records: acknowledged, with an offset. */
  toBeAcknowledged: () => R;
  /** Of a topic: a reader sees these records and no others, those of one partition in this order. */
  toHaveDelivered: (expected: readonly RecordPattern[], options?: ReadOptions) => R;
  /** Of a topic: a reader sees such a record, perhaps among others. */
  toContainRecord: (pattern: RecordPattern, options?: ReadOptions) => R;
  /** Of a simulation: every fault that was set has fired, but for those marked optional. */
  toHaveFiredEveryFault: () => R;
  /** Of a simulation: every guarantee it is held to is kept at this moment, and those it is meant to break are broken. */
  toKeepItsGuarantees: () => R;
  /** Of a simulation: its trace is what the file holds, a path from the working directory or a URL. */
  toMatchTrace: (file: string | URL) => R;
}

export const matchers: Matchers = {
  toBeAcknowledged: (sent) => matcherResult(acknowledged(sent)),
  toHaveDelivered: (topic, expected, options) => matcherResult(delivered(topic, expected, options)),
  toContainRecord: (topic, pattern, options) => matcherResult(containsRecord(topic, pattern, options)),
  toHaveFiredEveryFault: (sim) => matcherResult(everyFaultFired(sim)),
  toKeepItsGuarantees: (sim) => matcherResult(guaranteesKept(sim)),
  toMatchTrace: (sim, file) => matcherResult(traceMatches(sim, file)),
};
