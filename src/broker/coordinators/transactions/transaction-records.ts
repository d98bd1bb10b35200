/**
 * Transactions as the log of a partition of `__transaction_state` keeps them (TransactionLog): one record per transition; the last
 * one of a transactional id counts.
 *
 * The fields are Kafka's. As there, neither the last producer id nor the last epoch is stored.
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { CoordinatorLogFormat } from '../log/coordinator-log.ts';
import type { CoordinatorState } from '../log/coordinator-runtime.ts';
import { TRANSACTION_STATE_TOPIC } from '../log/coordinator-topic.ts';
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

export function recordOf(transactionalId: string, transit: TransitMetadata): TransactionRecord {
  const { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs } = transit;
  return {
    transactionalId,
    value: { producerId, producerEpoch, timeoutMs, state, partitions, startMs, lastUpdateMs },
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
    metadata.addPartitions(value.partitions);
    this.byId.set(transactionalId, metadata);
  }
}
