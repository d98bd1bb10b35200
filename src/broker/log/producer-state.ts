/**
 * What a log remembers of its idempotent producers (ProducerStateManager, ProducerAppendInfo): each producer's epoch and last five
 * batches, by which duplicates are found and gaps are refused.
 *
 * The log calls `update` for every batch, and for all its batches again after a truncation.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ActiveProducer } from '../../protocol/messages.ts';
import { NO_PRODUCER_EPOCH, type RecordBatch, type StoredBatch } from '../../protocol/records/record-batch.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';
import type { Verification } from './log-transactions.ts';

/** As many batches as an idempotent producer may have in flight. */
const BATCHES_TO_RETAIN = 5;
const MAX_SEQUENCE = 0x7fffffff;
/** Short.MAX_VALUE. */
const MAX_EPOCH = 0x7fff;

export interface Refusal {
  readonly error: ErrorName;
  /** What the broker would write to its log file. */
  readonly message: string;
}

/** Why a batch must not be the first of its producer in a log: the policy `firstSequence` of the broker's version. */
const FIRST_SEQUENCE_REFUSALS: Readonly<
  Record<BrokerPolicies['firstSequence'], (batch: RecordBatch) => Refusal | undefined>
> = {
  // The earlier records of the producer may have been deleted.
  any: () => undefined,
};

/** What a log has to know of a marker beside the batch. */
export interface MarkerFacts {
  /** The transaction version of the client at the end of the transaction. */
  readonly version: number;
  /** The producer has an open transaction in the log. */
  readonly isOpen: boolean;
}

interface ProducerEntry {
  epoch: number;
  /** The last batches in order of sequence, at most five. Empty after a marker with a new epoch. */
  readonly batches: StoredBatch[];
  /** The last sequence number of the last batch; -1 without a batch. */
  lastSequence: number;
  /** The latest marker; undefined before the first. */
  marker: StoredBatch | undefined;
}

export class ProducerState {
  private readonly producers = new Map<number, ProducerEntry>();
  /** The entry that was looked up last, and its producer id. */
  private latestEntry: ProducerEntry | undefined;
  private latestId = -1;

  /** The stored batch that `batch` repeats, if it is still remembered. */
  findDuplicate(batch: RecordBatch): StoredBatch | undefined {
    const entry = this.entryOf(batch.producerId);
    if (entry === undefined || entry.epoch !== batch.producerEpoch) return undefined;
    // A batch with the next sequence number is new. This is the common case.
    if (batch.baseSequence === entry.lastSequence + 1) return undefined;
    return entry.batches.find(
      (stored) => stored.batch.baseSequence === batch.baseSequence && stored.batch.recordCount === batch.recordCount,
    );
  }

  /**
   * Why `batch` must not be appended at `offset`; undefined if it is the producer's next one.
   * @param verification the verification of the producer's transaction that is in progress
   */
  refusal(
    batch: RecordBatch,
    offset: number,
    topicPartition: string,
    { firstSequence, transactionEpochs }: BrokerPolicies,
    verification?: Verification,
  ): Refusal | undefined {
    const entry = this.entryOf(batch.producerId);
    const { producerId, producerEpoch, baseSequence } = batch;
    if (entry !== undefined && producerEpoch < entry.epoch)
      return staleEpoch(batch, STALE_EPOCHS[transactionEpochs](entry.epoch, UNKNOWN_VERSION), offset, topicPartition);
    if (verification !== undefined) {
      const hasBatch = entry !== undefined && entry.batches.length > 0;
      const refusal = refusalWhileVerifying(batch, hasBatch, verification, offset, topicPartition);
      if (refusal !== undefined) return refusal;
    }
    if (entry === undefined) return FIRST_SEQUENCE_REFUSALS[firstSequence](batch);
    if (producerEpoch !== entry.epoch) {
      if (baseSequence === 0) return undefined;
      return {
        error: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
        message:
          // Kafka's spelling: the space after the producer id is missing.
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

  /** The latest epoch of a producer; -1 if the log does not know the producer. */
  epochOf(producerId: number): number {
    return this.entryOf(producerId)?.epoch ?? NO_PRODUCER_EPOCH;
  }

  /**
   * Why a coordinator's offsets or marker must not be appended; undefined if they may be.
   * @param marker undefined for offsets
   */
  refusalOfCoordinator(
    batch: RecordBatch,
    offset: number,
    topicPartition: string,
    { transactionEpochs }: BrokerPolicies,
    marker: MarkerFacts | undefined,
  ): Refusal | undefined {
    const entry = this.entryOf(batch.producerId);
    if (entry === undefined) return undefined;
    if (batch.producerEpoch < entry.epoch || isRepeatedTooLate(batch, entry, marker)) {
      const text = STALE_EPOCHS[transactionEpochs](entry.epoch, marker?.version ?? UNKNOWN_VERSION);
      return staleEpoch(batch, text, offset, topicPartition);
    }
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

  /** A batch of a producer with an id has been appended. */
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

  /** Forgets producers whose last timestamp is at least `expirationMs` old, unless they have an open transaction. */
  expire(nowMs: number, expirationMs: number, isOpen: (producerId: number) => boolean): void {
    for (const [producerId, entry] of this.producers) {
      if (nowMs - lastTimestampMs(entry) >= expirationMs && !isOpen(producerId)) this.producers.delete(producerId);
    }
    this.latestEntry = undefined;
  }

  /** A snapshot holds the last batch of each producer, and no earlier one (ProducerStateManager.writeSnapshot). */
  keepLastBatches(): void {
    for (const { batches } of this.producers.values()) batches.splice(0, batches.length - 1);
  }

  /** All producers, in the order of their ids. */
  list(): Omit<ActiveProducer, 'currentTxnStartOffset'>[] {
    return [...this.producers]
      .map(([producerId, entry]) => ({
        producerId,
        producerEpoch: entry.epoch,
        lastSequence: entry.lastSequence,
        lastTimestampMs: lastTimestampMs(entry),
        coordinatorEpoch: entry.marker?.batch.coordinatorEpoch ?? -1,
      }))
      .sort((a, b) => a.producerId - b.producerId);
  }

  clear(): void {
    this.producers.clear();
    this.latestEntry = undefined;
  }

  /** Successive look-ups are mostly of the same producer. */
  private entryOf(producerId: number): ProducerEntry | undefined {
    if (producerId !== this.latestId || this.latestEntry === undefined) {
      this.latestId = producerId;
      this.latestEntry = this.producers.get(producerId);
    }
    return this.latestEntry;
  }
}

/** Adds a batch and drops the oldest if there are too many. Moves them by a loop, which is faster than `shift` here. */
function retain(batches: StoredBatch[], stored: StoredBatch): void {
  if (batches.length < BATCHES_TO_RETAIN) {
    batches.push(stored);
    return;
  }
  for (let i = 1; i < BATCHES_TO_RETAIN; i++) batches[i - 1] = batches[i] as StoredBatch;
  batches[BATCHES_TO_RETAIN - 1] = stored;
}

/** The timestamp of the latest batch or marker in ms, which may differ from the time of its append. */
function lastTimestampMs({ batches, marker }: ProducerEntry): number {
  const lastBatch = batches[batches.length - 1];
  const isMarkerLast = marker !== undefined && marker.baseOffset > (lastBatch?.baseOffset ?? -1);
  const last = isMarkerLast ? marker : lastBatch;
  return last?.logAppendTimeMs ?? last?.batch.maxTimestampMs ?? Number.POSITIVE_INFINITY;
}

/** The transaction version from which on each transaction has an epoch, and its marker the next one. */
const EPOCH_PER_TRANSACTION = 2;
/** TransactionVersion.TV_UNKNOWN. */
const UNKNOWN_VERSION = -1;

/**
 * Whether a repeated marker would end the next transaction (ProducerAppendInfo.checkProducerEpoch): a transaction is open, and the marker
 * has its epoch. If none is open, the marker only repeats the latest one, which does no harm (KAFKA-19999).
 */
function isRepeatedTooLate(
  { producerEpoch }: RecordBatch,
  { epoch }: ProducerEntry,
  marker: MarkerFacts | undefined,
): boolean {
  if (marker === undefined || marker.version < EPOCH_PER_TRANSACTION || !marker.isOpen) return false;
  return producerEpoch === epoch && producerEpoch !== MAX_EPOCH;
}

/** What is wrong with an epoch, in the words of the broker's version. */
const STALE_EPOCHS: Readonly<
  Record<BrokerPolicies['transactionEpochs'], (epoch: number, transactionVersion: number) => string>
> = {
  'while it produces': (epoch) => `smaller than the last seen epoch ${epoch}`,
  'one transaction': (epoch, version) =>
    `${version >= EPOCH_PER_TRANSACTION ? '<=' : '<'} the last seen epoch ${epoch} (TV${version})`,
};

function staleEpoch(
  { producerId, producerEpoch }: RecordBatch,
  problem: string,
  offset: number,
  topicPartition: string,
): Refusal {
  return {
    error: 'INVALID_PRODUCER_EPOCH',
    message: `Epoch of producer ${producerId} at offset ${offset} in ${topicPartition} is ${producerEpoch}, which is ${problem}`,
  };
}

/** Why a batch has to wait for others of the transaction that is being verified. */
function refusalWhileVerifying(
  { producerId, baseSequence }: RecordBatch,
  hasBatch: boolean,
  { isAdding, lowestSequence }: Verification,
  offset: number,
  topicPartition: string,
): Refusal | undefined {
  const error = 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  if (isAdding && !hasBatch && baseSequence !== 0) {
    return {
      error,
      message:
        `Invalid sequence number for producer ${producerId} at offset ${offset} in partition ${topicPartition}: ${baseSequence} ` +
        '(incoming seq. number). Expected sequence 0 for transactions v2 idempotent producer with no existing state.',
    };
  }
  if (baseSequence <= lowestSequence) return undefined;
  return {
    error,
    message:
      `Out of order sequence number for producer ${producerId} at offset ${offset} in partition ${topicPartition}: ` +
      `${baseSequence} (incoming seq. number), ${lowestSequence} (earliest seen sequence)`,
  };
}

function lastSequenceOf({ baseSequence, recordCount }: RecordBatch): number {
  return (baseSequence + recordCount - 1) % (MAX_SEQUENCE + 1);
}
