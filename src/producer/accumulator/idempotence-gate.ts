/**
 * What the accumulator asks of idempotence: may this batch go, which sequence does it get, is it in flight.
 */
import type { ProducerBatch } from './producer-batch.ts';

export interface SequenceTracker {
  addInFlightBatch(batch: ProducerBatch): void;
}

export interface IdempotenceGate extends SequenceTracker {
  /** The batch must not be sent now (RecordAccumulator.shouldStopDrainBatchesForPartition). */
  holdsBack(first: ProducerBatch): boolean;
  /** Gives a batch that is being drained its sequence, unless it has one, and takes it as in flight. */
  giveSequence(batch: ProducerBatch): void;
}
