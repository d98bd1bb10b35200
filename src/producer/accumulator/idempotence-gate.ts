/**
 * What the accumulator asks of idempotence: whether a batch may be sent, and its sequence (implemented by Idempotence).
 */
import type { ProducerBatch } from './producer-batch.ts';

export interface SequenceTracker {
  /** Counts a part of a split batch, which has a sequence already, as in flight. */
  addInFlightBatch(batch: ProducerBatch): void;
}

export interface IdempotenceGate extends SequenceTracker {
  /** Whether the batch must not be sent now (RecordAccumulator.shouldStopDrainBatchesForPartition). */
  holdsBack(first: ProducerBatch): boolean;
  /** Gives a batch that is being drained its sequence, unless it has one, and counts it as in flight. */
  giveSequence(batch: ProducerBatch): void;
}
