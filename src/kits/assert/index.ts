/**
 * The entry point `kafka-trial/assert`: what a test expects of a simulation, for any test runner.
 */

// --- Expectations as functions that throw ----------------------------------------------------------------------------

export {
  assertAcknowledged,
  assertContainsRecord,
  assertDelivered,
  assertEveryFaultFired,
  assertGuarantees,
  assertNoUnreportedFailure,
  assertTrace,
} from './assertions.ts';
export type { RecordFields, RecordPattern } from './record-pattern.ts';
export type { AsymmetricMatcher, JsonPattern, Predicate, TextPattern } from './value-pattern.ts';

// --- The same as matchers, for `expect.extend`, and equality ---------------------------------------------------------

export { equalityTesters } from './equality-testers.ts';
export type { MatcherResult } from './expectation-result.ts';
export { type Matchers, matchers, type TrialMatchers } from './matchers.ts';

// --- The words of Java's MockProducer --------------------------------------------------------------------------------

export { type GroupOffsets, type MockOptions, mockOf, ProducerMock, type SentRecordContent } from './mock-producer.ts';

// --- The report of a failed test, as an HTML page --------------------------------------------------------------------

export { withReport } from './report-file.ts';

// --- The seeds of a test, and the history of a record ---------------------------------------------------------------

export { type ForSeedsOptions, forSeeds } from './for-seeds.ts';
export { type RecordReference, recordHistory } from './record-reference.ts';
export { clientVersionFromEnvironment, seedFrom } from './seed.ts';
