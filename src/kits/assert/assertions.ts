/**
 * The expectations as functions that throw, for node:test, Jest or no test runner.
 */

import type { Simulation } from '../../simulation/simulation.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';
import { acknowledged } from './acknowledged.ts';
import { containsRecord } from './contains-record.ts';
import { delivered } from './delivered.ts';
import { throwUnlessMet } from './expectation-result.ts';
import { everyFaultFired } from './faults-fired.ts';
import { guaranteesKept } from './guarantees-kept.ts';
import type { RecordPattern } from './record-pattern.ts';
import type { RecordReference } from './record-reference.ts';
import { traceMatches } from './trace-file.ts';
import { expectSimulation } from './wrong-subject.ts';

/**
 * Expects that records were acknowledged, each with an offset.
 *
 * @param records a record or a list of records: what `send()` returned, or elements of `sim.verdict().records`
 * @throws SimulationError of kind 'an expectation was not met', with the histories of the records that were not
 *   acknowledged
 * @throws TypeError if `records` is something else
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertAcknowledged } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * sim.faults.on('Produce').respond('INVALID_RECORD');
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const future = producer.send({ topic: 'payments', value: 'one' });
 * await sim.run(() => producer.flush());
 * try {
 *   assertAcknowledged(future);
 * } catch (error) {
 *   console.log(error.message.split('\n')[1]);
 * }
 * // prints: record 1 of producer-1 was not acknowledged: InvalidRecordException.
 */
export function assertAcknowledged(records: RecordReference | readonly RecordReference[]): void {
  throwUnlessMet(() => acknowledged(records), assertAcknowledged);
}

/**
 * Expects that a topic contains exactly these records. Records of the same partition must be in the expected order;
 * Kafka does not order records of different partitions. An object in place of a key or value has to equal its JSON.
 *
 * @param options which partition and which isolation level to read. Default: all partitions, read_uncommitted
 * @throws SimulationError of kind 'an expectation was not met', with the histories of missing and unexpected records,
 *   and with `expected` and `actual` for the diff of the test runner
 * @throws TypeError if `topic` is not a topic, or `expected` is not a list of patterns
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertDelivered } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * sim.faults.on('Produce').nth(1).loseResponse();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', key: 'ann', value: 'one' }).get());
 * assertDelivered(sim.topic('payments'), ['one']);
 * assertDelivered(sim.topic('payments'), [{ key: 'ann', offset: 0 }]);
 * console.log('stored once');
 * // prints: stored once
 */
export function assertDelivered(topic: TopicView, expected: readonly RecordPattern[], options?: ReadOptions): void {
  throwUnlessMet(() => delivered(topic, expected, options), assertDelivered);
}

/**
 * Expects that a topic contains at least one record that matches the pattern. An object in place of a key or value
 * matches JSON that has its fields, and perhaps others, at any depth.
 *
 * @param options which partition and which isolation level to read. Default: all partitions, read_uncommitted
 * @throws SimulationError of kind 'an expectation was not met', with the contents of the topic and the history of the
 *   missing record
 * @throws TypeError if `topic` is not a topic, or `pattern` is not a pattern
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertContainsRecord } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   producer.send({ topic: 'payments', value: JSON.stringify({ id: 1, cents: 4_200 }) });
 *   await producer.close();
 * });
 * assertContainsRecord(sim.topic('payments'), { value: { cents: 4_200, id: 1 } });
 * assertContainsRecord(sim.topic('payments'), /"id":1/);
 * console.log('found');
 * // prints: found
 */
export function assertContainsRecord(topic: TopicView, pattern: RecordPattern, options?: ReadOptions): void {
  throwUnlessMet(() => containsRecord(topic, pattern, options), assertContainsRecord);
}

/**
 * Expects that every fault has fired, except those marked `.optional()`. `sim.run()` checks this at its end; use it in
 * tests that advance the clock themselves.
 *
 * @throws SimulationError of kind 'an expectation was not met', with the faults that have not fired and the requests
 *   that were sent
 * @throws TypeError if `sim` is not a simulation
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 * import { assertEveryFaultFired } from 'kafka-trial/assert';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').nth(3).loseResponse();
 * try {
 *   assertEveryFaultFired(sim);
 * } catch (error) {
 *   console.log(error.message.split('\n').slice(1, 3).join(''));
 * }
 * // prints: This fault never fired:  Produce, number 3: lose the response (there was no such request)
 */
export function assertEveryFaultFired(sim: Simulation): void {
  throwUnlessMet(() => everyFaultFired(sim), assertEveryFaultFired);
}

/**
 * Expects that the simulation has kept its guarantees so far, and has violated those in its option
 * `breaks`. `sim.run()` checks this at its end; use it in tests that advance the clock themselves.
 *
 * @throws SimulationError of kind 'an expectation was not met', with the violated guarantee and the histories of the
 *   records concerned
 * @throws SimulationError of kind 'misuse' if the simulation was created without guarantees
 * @throws TypeError if `sim` is not a simulation
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertGuarantees } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * sim.faults.on('Produce').nth(1).loseResponse();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * producer.send({ topic: 'payments', value: 'one' });
 * sim.settle();
 * assertGuarantees(sim);
 * console.log(sim.topic('payments').values().join());
 * // prints: one
 */
export function assertGuarantees(sim: Simulation): void {
  throwUnlessMet(() => guaranteesKept(sim), assertGuarantees);
}

/** What is wrong with a test that ends before its `sim.run()`. */
export const RUN_NOT_AWAITED =
  'The test is over, and sim.run() is still in progress, because the test has not awaited it. Write: await sim.run(...), or return what sim.run() returns.';

/**
 * Expects that nothing has gone wrong outside of `sim.run()`, which reports it otherwise: that every run was awaited, that no callback, interceptor or
 * listener has thrown, that the guarantees hold if the clock was moved since they were last checked, and that every fault has fired. The Vitest
 * fixture calls it at the end of every test; with another test runner, call it at the end of tests that advance the clock themselves.
 *
 * @throws what a callback, interceptor or listener has thrown, unless the simulation has `callbackErrors: 'log'`
 * @throws SimulationError of kind 'misuse' if a run is still in progress; of kind 'an expectation was not met' otherwise
 * @throws TypeError if `sim` is not a simulation
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertNoUnreportedFailure } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * producer.send({ topic: 'payments', value: 'one' }, (metadata) => {
 *   if (metadata.offset() !== 7) throw new RangeError(`offset ${metadata.offset()}`);
 * });
 * sim.settle();
 * try {
 *   assertNoUnreportedFailure(sim);
 * } catch (error) {
 *   console.log(error.name, error.message);
 * }
 * // prints: RangeError offset 0
 */
export function assertNoUnreportedFailure(sim: Simulation): void {
  const { callbackErrors, runs, trial } = expectSimulation(sim, 'assertNoUnreportedFailure');
  callbackErrors.throwFirst();
  if (runs.isRunning) throw trial.failures.misuse(RUN_NOT_AWAITED);
  if (trial.isUnchecked) throwUnlessMet(() => guaranteesKept(sim), assertNoUnreportedFailure);
  throwUnlessMet(() => everyFaultFired(sim), assertNoUnreportedFailure);
}

/**
 * Expects that the trace so far equals the content of a file. If the file does not exist it is written, unless the
 * environment variable CI is set. With KAFKA_TRIAL_UPDATE=1 it is always written.
 *
 * @param file a path relative to the working directory, or a URL: `new URL('./golden.txt', import.meta.url)`
 * @throws SimulationError of kind 'an expectation was not met', with the first lines that differ
 * @throws SimulationError of kind 'misuse' if the simulation was created with `trace: false`
 * @throws TypeError if `sim` is not a simulation
 * @throws Error if the host has no files, as in a browser
 */
export function assertTrace(sim: Simulation, file: string | URL): void {
  throwUnlessMet(() => traceMatches(sim, file), assertTrace);
}
