/**
 * The expectations as matchers: `expect.extend(matchers)`, in Vitest, Jest or whatever takes their form.
 *
 * Owns: their names, which read as sentences.
 */
import type { ReadOptions, TopicView } from '../simulation/topic-view.ts';
import type { Simulation } from '../simulation.ts';
import { acknowledged } from './acknowledged.ts';
import { containsRecord } from './contains-record.ts';
import { delivered } from './delivered.ts';
import { everyFaultFired } from './faults-fired.ts';
import { type MatcherResult, matcherResult } from './outcome.ts';
import { promisesKept } from './promises-kept.ts';
import type { RecordPattern } from './record-pattern.ts';
import type { Sent } from './sent.ts';
import { traceMatches } from './trace-file.ts';

/** What each is about comes first, as `expect.extend` hands it over. */
export interface Matchers {
  toBeAcknowledged(sent: Sent | readonly Sent[]): MatcherResult;
  toHaveDelivered(topic: TopicView, expected: readonly RecordPattern[], options?: ReadOptions): MatcherResult;
  toContainRecord(topic: TopicView, pattern: RecordPattern, options?: ReadOptions): MatcherResult;
  toHaveFiredEveryFault(sim: Simulation): MatcherResult;
  toKeepItsPromises(sim: Simulation): MatcherResult;
  toMatchTrace(sim: Simulation, file: string | URL): MatcherResult;
}

export const matchers: Matchers = {
  toBeAcknowledged: (sent) => matcherResult(acknowledged(sent)),
  toHaveDelivered: (topic, expected, options) => matcherResult(delivered(topic, expected, options)),
  toContainRecord: (topic, pattern, options) => matcherResult(containsRecord(topic, pattern, options)),
  toHaveFiredEveryFault: (sim) => matcherResult(everyFaultFired(sim)),
  toKeepItsPromises: (sim) => matcherResult(promisesKept(sim)),
  toMatchTrace: (sim, file) => matcherResult(traceMatches(sim, file)),
};
