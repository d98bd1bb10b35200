/**
 * Transactions as the log of a partition of `__transaction_state` keeps them (TransactionLog).
 *
 * Owns: one record per move, and reading them back; the last record of a transactional id counts.
 * Refuses to know: who leads. Kafka's binary layout is JSON text here; its fields are the same, and as there neither the
 * last producer id nor the last epoch survives.
 */
import { utf8Length } from '../../../protocol/payload.ts';
import {
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  type RecordBatch,
  type TopicPartition,
} from '../../../protocol/record-batch.ts';
import { NO_HEADERS_SIZE, RECORD_BATCH_OVERHEAD, recordSize } from '../../../protocol/record-size.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { TransactionMetadata, type TransitMetadata } from './transaction-metadata.ts';
import type { TransactionState } from './transaction-state.ts';

interface TransactionLogValue {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: readonly TopicPartition[];
  readonly startMs: number;
  readonly lastUpdateMs: number;
}

export function transactionRecord(transactionalId: string, transit: TransitMetadata, nowMs: number): RecordBatch {
  const { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs } = transit;
  const value: TransactionLogValue = { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs };
  return keyedRecords([transactionalId], [JSON.stringify(value)], nowMs);
}

/** A batch of text records outside any transaction. */
export function keyedRecords(keys: readonly string[], values: readonly string[], nowMs: number): RecordBatch {
  let sizeInBytes = RECORD_BATCH_OVERHEAD;
  for (const [place, key] of keys.entries()) {
    sizeInBytes += recordSize(place, 0, utf8Length(key), utf8Length(values[place] as string), NO_HEADERS_SIZE);
  }
  return {
    recordCount: keys.length,
    sizeInBytes,
    compression: 'none',
    producerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    baseSequence: NO_SEQUENCE,
    isTransactional: false,
    maxTimestampMs: nowMs,
    keys,
    values,
  };
}

/** What the log says of every transactional id in it, in the order of their first records. */
export function loadTransactions(log: ReplicaLog): Map<string, TransactionMetadata> {
  const latest = new Map<string, string>();
  for (const { batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    for (const [place, key] of batch.keys.entries()) latest.set(key as string, batch.values[place] as string);
  }
  const loaded = new Map<string, TransactionMetadata>();
  for (const [transactionalId, text] of latest) {
    const value = JSON.parse(text) as TransactionLogValue;
    const metadata = new TransactionMetadata(transactionalId, value, value.timeoutMs, value.lastUpdateMs);
    metadata.state = value.state;
    metadata.startMs = value.startMs;
    metadata.addPartitions(value.partitions);
    loaded.set(transactionalId, metadata);
  }
  return loaded;
}
