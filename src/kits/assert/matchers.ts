/**
 * The expectations as matchers, for `expect.extend(matchers)` of Vitest, Jest or any framework with the same interface.
 */

import { methodOf } from '../../checks/call-sites.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';
import { acknowledged } from './acknowledged.ts';
import { containsRecord } from './contains-record.ts';
import { delivered } from './delivered.ts';
import { type ExpectationResult, evaluate, type MatcherResult, matcherResult } from './expectation-result.ts';
import { everyFaultFired } from './faults-fired.ts';
import { guaranteesKept } from './guarantees-kept.ts';
import type { RecordPattern } from './record-pattern.ts';
import type { RecordReference } from './record-reference.ts';
import { traceMatches } from './trace-file.ts';

/**
 * The matchers as `expect.extend` takes them, with the subject as the first parameter. It is a type, because Jest's
 * types reject an interface.
 */
export type Matchers = {
  toBeAcknowledged(records: RecordReference | readonly RecordReference[]): MatcherResult;
  toHaveDelivered(topic: TopicView, expected: readonly RecordPattern[], options?: ReadOptions): MatcherResult;
  toContainRecord(topic: TopicView, pattern: RecordPattern, options?: ReadOptions): MatcherResult;
  toHaveFiredEveryFault(sim: Simulation): MatcherResult;
  toKeepItsGuarantees(sim: Simulation): MatcherResult;
  toMatchTrace(sim: Simulation, file: string | URL): MatcherResult;
};

/** The matchers as a test calls them, for the types of an `expect` that was extended. */
export interface TrialMatchers<R> {
  /**
   * Expects that records were acknowledged with an offset. Subject: what `send()` returned, elements of
   * `sim.verdict().records`, or a list.
   */
  toBeAcknowledged: () => R;
  /**
   * Expects that a topic contains exactly these records, those of one partition in this order. An object in place of a
   * key or value has to equal its JSON.
   */
  toHaveDelivered: (expected: readonly RecordPattern[], options?: ReadOptions) => R;
  /**
   * Expects that a topic contains at least one record that matches the pattern. An object in place of a key or value
   * matches JSON that has its fields, and perhaps others, at any depth.
   */
  toContainRecord: (pattern: RecordPattern, options?: ReadOptions) => R;
  /** Expects that every fault of a simulation has fired, except those marked `.optional()`. */
  toHaveFiredEveryFault: () => R;
  /**
   * Expects that a simulation has kept its guarantees so far, and has violated those in its option
   * `breaks`.
   */
  toKeepItsGuarantees: () => R;
  /**
   * Expects that the trace of a simulation equals the content of a file: a path relative to the working directory, or a
   * URL.
   */
  toMatchTrace: (file: string | URL) => R;
}

/**
 * The matchers for Jest's or another framework's `expect.extend(matchers)`. With Vitest, import `kafka-trial/vitest`
 * instead, which adds them to `expect`.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { matchers } from 'kafka-trial/assert';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const future = producer.send({ topic: 'payments', value: 'one' });
 * await sim.run(() => future.get());
 * console.log(matchers.toBeAcknowledged(future).pass);
 * // prints: true
 */
export const matchers: Matchers = {
  toBeAcknowledged: (records) => resultOf('toBeAcknowledged', () => acknowledged(records)),
  toHaveDelivered(topic, expected, options) {
    return resultOf('toHaveDelivered', () => delivered(topic, expected, options), this);
  },
  toContainRecord(topic, pattern, options) {
    return resultOf('toContainRecord', () => containsRecord(topic, pattern, options), this);
  },
  toHaveFiredEveryFault: (sim) => resultOf('toHaveFiredEveryFault', () => everyFaultFired(sim)),
  toKeepItsGuarantees: (sim) => resultOf('toKeepItsGuarantees', () => guaranteesKept(sim)),
  toMatchTrace: (sim, file) => resultOf('toMatchTrace', () => traceMatches(sim, file)),
};

/** @param context `this` of the matcher */
function resultOf(name: keyof Matchers, expectation: () => ExpectationResult, context?: unknown): MatcherResult {
  return matcherResult(evaluate(expectation, methodOf(matchers, name)), context);
}
