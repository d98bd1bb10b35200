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
  /** Of the last of them; -1 if there is none. */
  lastSequence: number;
  /** Its latest marker; undefined before the first. */
  marker: StoredBatch | undefined;
}

export class ProducerState {
  private readonly producers = new Map<number, ProducerEntry>();
  /** The entry asked for last, and whose it is. */
  private latestEntry: ProducerEntry | undefined;
  private latestId = -1;

  /** The stored batch that `batch` repeats, if it is still remembered. */
  findDuplicate(batch: RecordBatch): StoredBatch | undefined {
    const entry = this.entryOf(batch.producerId);
    if (entry === undefined || entry.epoch !== batch.producerEpoch) return undefined;
    // What follows on, as nearly all does, is new.
    if (batch.baseSequence === entry.lastSequence + 1) return undefined;
    return entry.batches.find(
      (stored) => stored.batch.baseSequence === batch.baseSequence && stored.batch.recordCount === batch.recordCount,
    );
  }

  /**
   * Why `batch` must not be appended at `offset`; undefined if it follows on.
   * @param earliestSequence of those that wait for their transaction to be verified; none may overtake it
   */
  refusal(
    batch: RecordBatch,
    offset: number,
    topicPartition: string,
    earliestSequence: number = Number.POSITIVE_INFINITY,
  ): Refusal | undefined {
    const entry = this.entryOf(batch.producerId);
    const { producerId, producerEpoch, baseSequence } = batch;
    if (entry !== undefined && producerEpoch < entry.epoch)
      return staleEpoch(batch, entry.epoch, offset, topicPartition);
    if (baseSequence > earliestSequence) {
      return {
        error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
        message:
          `Out of order sequence number for producer ${producerId} at offset ${offset} in partition ${topicPartition}: ` +
          `${baseSequence} (incoming seq. number), ${earliestSequence} (earliest seen sequence)`,
      };
    }
    // Nothing is known of it, perhaps because all it wrote is gone: any sequence will do.
    if (entry === undefined) return undefined;
    if (producerEpoch !== entry.epoch) {
      if (baseSequence === 0) return undefined;
      return {
        error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
        message:
          // The missing blank is Kafka's.
          `Invalid sequence number for new epoch of producer ${producerId}at offset ${offset} in partition ` +
          `${topicPartition}: ${producerEpoch} (request epoch), ${baseSequence} (seq. number), ` +
          `${entry.epoch} (current producer epoch)`,
      };
    }
    const { lastSequence } = entry;
    if (baseSequence === lastSequence + 1 || (baseSequence === 0 && lastSequence === MAX_SEQUENCE)) return undefined;
    return {
      error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
      message:
        `Out of order sequence number for producer ${producerId} at offset ${offset} in partition ${topicPartition}: ` +
        `${baseSequence} (incoming seq. number), ${lastSequence} (current end sequence number)`,
    };
  }

  /** Why what a coordinator writes, offsets or a marker, must not be appended; undefined if it may be. */
  refusalOfCoordinator(batch: RecordBatch, offset: number, topicPartition: string): Refusal | undefined {
    const entry = this.entryOf(batch.producerId);
    if (entry === undefined) return undefined;
    if (batch.producerEpoch < entry.epoch) return staleEpoch(batch, entry.epoch, offset, topicPartition);
    const { producerId, coordinatorEpoch } = batch;
    const knownEpoch = entry.marker?.batch.coordinatorEpoch ?? -1;
    if (coordinatorEpoch === undefined || coordinatorEpoch >= knownEpoch) return undefined;
    return {
      error: 'TRANSACTION_COORDINATOR_FENCED',
      message:
        `Invalid coordinator epoch for producerId ${producerId} at offset ${offset} in partition ${topicPartition}: ` +
        `${coordinatorEpoch} (zombie), ${knownEpoch} (current)`,
    };
  }

  /** Takes note of an appended batch of a producer with an id. */
  update(stored: StoredBatch): void {
    const { producerId, producerEpoch, control } = stored.batch;
    let entry = this.entryOf(producerId);
    if (entry === undefined) {
      entry = { epoch: producerEpoch, batches: [], lastSequence: -1, marker: undefined };
      this.producers.set(producerId, entry);
    } else if (entry.epoch !== producerEpoch) {
      entry.epoch = producerEpoch;
      entry.batches.length = 0;
      entry.lastSequence = -1;
    }
    if (control !== undefined) {
      entry.marker = stored;
      return;
    }
    retain(entry.batches, stored);
    entry.lastSequence = lastSequenceOf(stored.batch);
  }

  /** Forgets those whose last timestamp is `expirationMs` old or older, but for those in the middle of a transaction. */
  expire(nowMs: number, expirationMs: number, isOpen: (producerId: number) => boolean): void {
    for (const [producerId, entry] of this.producers) {
      if (nowMs - lastTimestampMs(entry) >= expirationMs && !isOpen(producerId)) this.producers.delete(producerId);
    }
    this.latestEntry = undefined;
  }

  /** What a clean stop leaves in a snapshot, and a start finds there: of each producer its last batch alone. */
  keepLastBatches(): void {
    for (const { batches } of this.producers.values()) batches.splice(0, batches.length - 1);
  }

  clear(): void {
    this.producers.clear();
    this.latestEntry = undefined;
  }

  /** Questions in a row are mostly about the same producer. */
  private entryOf(producerId: number): ProducerEntry | undefined {
    if (producerId !== this.latestId || this.latestEntry === undefined) {
      this.latestId = producerId;
      this.latestEntry = this.producers.get(producerId);
    }
    return this.latestEntry;
  }
}

/** The oldest gives way when there are as many as are kept; moved by hand, since `shift` is a call to the engine's depths. */
function retain(batches: StoredBatch[], stored: StoredBatch): void {
  if (batches.length < BATCHES_TO_RETAIN) {
    batches.push(stored);
    return;
  }
  for (let i = 1; i < BATCHES_TO_RETAIN; i++) batches[i - 1] = batches[i] as StoredBatch;
  batches[BATCHES_TO_RETAIN - 1] = stored;
}

/** Of the latest batch or marker, in ms; it need not be the time of the append. */
function lastTimestampMs({ batches, marker }: ProducerEntry): number {
  const lastBatch = batches[batches.length - 1];
  const isMarkerLast = marker !== undefined && marker.baseOffset > (lastBatch?.baseOffset ?? -1);
  const last = isMarkerLast ? marker : lastBatch;
  return last?.logAppendTimeMs ?? last?.batch.maxTimestampMs ?? Number.POSITIVE_INFINITY;
}

function staleEpoch(
  { producerId, producerEpoch }: RecordBatch,
  epoch: number,
  offset: number,
  topicPartition: string,
): Refusal {
  return {
    error: 'INVALID_PRODUCER_EPOCH',
    message:
      `Epoch of producer ${producerId} at offset ${offset} in ${topicPartition} is ${producerEpoch}, ` +
      `which is smaller than the last seen epoch ${epoch}`,
  };
}

function lastSequenceOf({ baseSequence, recordCount }: RecordBatch): number {
  return (baseSequence + recordCount - 1) % (MAX_SEQUENCE + 1);
}
