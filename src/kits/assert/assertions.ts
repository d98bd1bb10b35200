/**
 * The expectations as functions that throw: for node:test, Jest, or none.
 *
 * Owns: their names. Each throws a SimulationError of kind 'an expectation was not met', whose text tells the story of the records
 * concerned and ends with how to see it again.
 */

import type { Simulation } from '../../simulation/simulation.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';
import { acknowledged } from './acknowledged.ts';
import { containsRecord } from './contains-record.ts';
import { delivered } from './delivered.ts';
import { insist } from './expectation-result.ts';
import { everyFaultFired } from './faults-fired.ts';
import { guaranteesKept } from './guarantees-kept.ts';
import type { RecordPattern } from './record-pattern.ts';
import type { Sent } from './sent.ts';
import { traceMatches } from './trace-file.ts';

/** Every one of the records was acknowledged, with an offset. */
export function assertAcknowledged(sent: Sent | readonly Sent[]): void {
  insist(acknowledged(sent), assertAcknowledged);
}

/** A reader of the topic sees these records and no others, those of one partition in this order. */
export function assertDelivered(topic: TopicView, expected: readonly RecordPattern[], options?: ReadOptions): void {
  insist(delivered(topic, expected, options), assertDelivered);
}

/** A reader of the topic sees such a record, perhaps among others. */
export function assertContainsRecord(topic: TopicView, pattern: RecordPattern, options?: ReadOptions): void {
  insist(containsRecord(topic, pattern, options), assertContainsRecord);
}

/** Every fault that was set has fired, but for those marked optional. */
export function assertEveryFaultFired(sim: Simulation): void {
  insist(everyFaultFired(sim), assertEveryFaultFired);
}

/** Every guarantee the simulation is held to is kept at this moment, and those it is meant to break are broken. */
export function assertGuarantees(sim: Simulation): void {
  insist(guaranteesKept(sim), assertGuarantees);
}

/**
 * The trace so far is what the file holds. The first time the file is written, except where the environment variable CI is set;
 * with KAFKA_TRIAL_UPDATE=1 it is written anew.
 *
 * @param file a path from the working directory, or a URL: `new URL('./golden.txt', import.meta.url)`
 */
export function assertTrace(sim: Simulation, file: string | URL): void {
  insist(traceMatches(sim, file), assertTrace);
}
