/**
 * Transactions as the log of a partition of `__transaction_state` keeps them (TransactionLog): one record per transition; the last
 * one of a transactional id counts.
 *
 * The fields are Kafka's. As there, the last epoch is not stored. The last producer id, the next one and the version of the transaction are, if the
 * cluster has finalized transaction.version 1 or above, unless they have their defaults (TransactionLog.valueToBytes).
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { NO_PRODUCER_ID } from '../../../protocol/records/record-batch.ts';
import type { CoordinatorLogFormat } from '../log/coordinator-log.ts';
import type { CoordinatorState } from '../log/coordinator-runtime.ts';
import { TRANSACTION_STATE_TOPIC } from '../log/coordinator-topic.ts';
import { TransactionMetadata, type TransactionVersion, type TransitMetadata } from './transaction-metadata.ts';
import type { TransactionState } from './transaction-state.ts';

interface TransactionLogValue {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: readonly TopicPartition[];
  readonly startMs: number;
  readonly lastUpdateMs: number;
  /** Absent: -1. */
  readonly previousProducerId?: number;
  /** Absent: -1. */
  readonly nextProducerId?: number;
  /** Absent: 0. */
  readonly clientTransactionVersion?: TransactionVersion;
}

export interface TransactionRecord {
  readonly transactionalId: string;
  readonly value: TransactionLogValue;
}

export const TRANSACTION_LOG: CoordinatorLogFormat<TransactionRecord> = {
  topic: TRANSACTION_STATE_TOPIC,
  encode: ({ transactionalId, value }) => ({ key: transactionalId, value: JSON.stringify(value) }),
  decode: ({ key, value }) => ({ transactionalId: key, value: JSON.parse(value as string) as TransactionLogValue }),
  clientErrors: {
    UNKNOWN_TOPIC_OR_PARTITION: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'COORDINATOR_NOT_AVAILABLE',
    REQUEST_TIMED_OUT: 'COORDINATOR_NOT_AVAILABLE',
    NOT_LEADER_OR_FOLLOWER: 'NOT_COORDINATOR',
  } satisfies Partial<Record<ErrorName, ErrorName>>,
};

/** The level of the feature transaction.version from which on records have the fields of its later versions. */
const FLEXIBLE_FROM_LEVEL = 1;

/** @param level of the feature transaction.version */
export function recordOf(transactionalId: string, transit: TransitMetadata, level: number): TransactionRecord {
  const { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs } = transit;
  const value = { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs };
  if (level < FLEXIBLE_FROM_LEVEL) return { transactionalId, value };
  const { lastProducerId: previousProducerId, nextProducerId, transactionVersion: clientTransactionVersion } = transit;
  return {
    transactionalId,
    value: {
      ...value,
      ...(previousProducerId !== NO_PRODUCER_ID && { previousProducerId }),
      ...(nextProducerId !== NO_PRODUCER_ID && { nextProducerId }),
      ...(clientTransactionVersion !== 0 && { clientTransactionVersion }),
    },
  };
}

/** The transactions of one partition in memory. */
export class PartitionTransactions implements CoordinatorState<TransactionRecord> {
  /** By transactional id, in the order of first use. */
  readonly byId: Map<string, TransactionMetadata> = new Map();

  replay({ transactionalId, value }: TransactionRecord): void {
    const metadata = new TransactionMetadata(transactionalId, value, value.timeoutMs, value.lastUpdateMs);
    metadata.state = value.state;
    metadata.startMs = value.startMs;
    metadata.lastProducerId = value.previousProducerId ?? NO_PRODUCER_ID;
    metadata.nextProducerId = value.nextProducerId ?? NO_PRODUCER_ID;
    metadata.transactionVersion = value.clientTransactionVersion ?? 0;
    metadata.addPartitions(value.partitions);
    this.byId.set(transactionalId, metadata);
  }
}
