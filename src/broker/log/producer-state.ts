/**
 * What a log remembers of its idempotent producers (ProducerStateManager, ProducerAppendInfo).
 *
 * Owns: each producer's epoch and last five batches, finding duplicates, and refusing what does not follow on.
 * Refuses to know: logs. A log shows it every batch, and shows it all again after a truncation.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/record-batch.ts';

/** As many batches as a producer may have in flight. */
const BATCHES_TO_RETAIN = 5;
const MAX_SEQUENCE = 0x7fffffff;

export interface Refusal {
  readonly error: ErrorName;
  /** What the broker would write to its log. */
  readonly message: string;
}

interface ProducerEntry {
  epoch: number;
  /** The last batches in order of sequence, at most five. Empty after a marker from a new epoch. */
  readonly batches: StoredBatch[];
}

export class ProducerState {
  private readonly producers = new Map<number, ProducerEntry>();

  /** The stored batch that `batch` repeats, if it is still remembered. */
  findDuplicate(batch: RecordBatch): StoredBatch | undefined {
    const entry = this.producers.get(batch.producerId);
    if (entry === undefined || entry.epoch !== batch.producerEpoch) return undefined;
    for (const stored of entry.batches) {
      if (stored.batch.baseSequence === batch.baseSequence && stored.batch.recordCount === batch.recordCount)
        return stored;
    }
    return undefined;
  }

  /** Why `batch` must not be appended at `offset`; undefined if it follows on. */
  refusal(batch: RecordBatch, offset: number, topicPartition: string): Refusal | undefined {
    const entry = this.producers.get(batch.producerId);
    if (entry === undefined) return undefined;
    const { producerId, producerEpoch, baseSequence } = batch;
    if (producerEpoch < entry.epoch) {
      return {
        error: 'INVALID_PRODUCER_EPOCH',
        message:
          `Epoch of producer ${producerId} at offset ${offset} in ${topicPartition} is ${producerEpoch}, ` +
          `which is smaller than the last seen epoch ${entry.epoch}`,
      };
    }
    if (producerEpoch !== entry.epoch) {
      if (baseSequence === 0) return undefined;
      return {
        error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
        message:
          `Invalid sequence number for new epoch of producer ${producerId} at offset ${offset} in partition ` +
          `${topicPartition}: ${producerEpoch} (request epoch), ${baseSequence} (seq. number), ` +
          `${entry.epoch} (current producer epoch)`,
      };
    }
    const last = entry.batches[entry.batches.length - 1];
    const lastSequence = last === undefined ? -1 : lastSequenceOf(last.batch);
    if (baseSequence === lastSequence + 1 || (baseSequence === 0 && lastSequence === MAX_SEQUENCE)) return undefined;
    return {
      error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
      message:
        `Out of order sequence number for producer ${producerId} at offset ${offset} in partition ${topicPartition}: ` +
        `${baseSequence} (incoming seq. number), ${lastSequence} (current end sequence number)`,
    };
  }

  /** Takes note of an appended batch of a producer with an id. */
  update(stored: StoredBatch): void {
    const { producerId, producerEpoch, control } = stored.batch;
    let entry = this.producers.get(producerId);
    if (entry === undefined) {
      entry = { epoch: producerEpoch, batches: [] };
      this.producers.set(producerId, entry);
    } else if (entry.epoch !== producerEpoch) {
      entry.epoch = producerEpoch;
      entry.batches.length = 0;
    }
    if (control !== undefined) return;
    if (entry.batches.length === BATCHES_TO_RETAIN) entry.batches.shift();
    entry.batches.push(stored);
  }

  clear(): void {
    this.producers.clear();
  }
}

function lastSequenceOf({ baseSequence, recordCount }: RecordBatch): number {
  return (baseSequence + recordCount - 1) % (MAX_SEQUENCE + 1);
}
