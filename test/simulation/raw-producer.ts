/**
 * A transactional producer on a RawCluster. It finds its coordinator, retries where Java's client does, and returns the error of each
 * step.
 */

import type { TopicPartition } from '../../src/protocol/cluster/topic-partition.ts';
import { ERRORS, type ErrorName } from '../../src/protocol/errors/errors.ts';
import { batchOf } from '../broker/pump.ts';
import type { RawCluster } from './raw-cluster.ts';

const RETRY_PAUSE_MS = 100;
const MAX_TRIES = 300;

export class RawProducer {
  readonly cluster: RawCluster;
  readonly transactionalId: string;
  producerId = -1;
  producerEpoch = -1;
  private readonly sequences = new Map<string, number>();

  constructor(cluster: RawCluster, transactionalId: string) {
    this.cluster = cluster;
    this.transactionalId = transactionalId;
  }

  init(): ErrorName {
    return this.retry(() => {
      const { transactionalId } = this;
      const fresh = { transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 };
      const coordinator = this.find('transaction', transactionalId);
      const answer = this.cluster.call<'InitProducerId'>(coordinator, {
        api: 'InitProducerId',
        transactionalId,
        ...fresh,
      });
      if (answer?.error !== 'NONE') return answer?.error;
      this.producerId = answer.producerId;
      this.producerEpoch = answer.producerEpoch;
      this.sequences.clear();
      return 'NONE';
    });
  }

  add(partitions: readonly TopicPartition[]): ErrorName {
    return this.retry(() => {
      const request = { api: 'AddPartitionsToTxn', ...this.own(), partitions } as const;
      const coordinator = this.find('transaction', this.transactionalId);
      return this.cluster.call<'AddPartitionsToTxn'>(coordinator, request)?.partitions[0]?.error;
    });
  }

  produce(to: TopicPartition, values: readonly string[]): ErrorName {
    const name = `${to.topic}-${to.partition}`;
    const sequence = this.sequences.get(name) ?? 0;
    const producer = { id: this.producerId, epoch: this.producerEpoch, sequence };
    const { transactionalId } = this;
    const ended = this.retry(() => {
      const batch = batchOf(values, producer, { isTransactional: true, maxTimestampMs: this.cluster.kernel.now() });
      const partitions = [{ ...to, batch }];
      const request = { api: 'Produce', acks: -1, timeoutMs: 30_000, transactionalId, partitions } as const;
      return this.cluster.call<'Produce'>(this.leader(to), request)?.partitions[0]?.error;
    });
    this.sequences.set(name, sequence + values.length);
    return ended;
  }

  commitOffset(groupId: string, partition: TopicPartition, committedOffset: number): ErrorName {
    const added = this.retry(() => {
      const coordinator = this.find('transaction', this.transactionalId);
      return this.cluster.call<'AddOffsetsToTxn'>(coordinator, { api: 'AddOffsetsToTxn', ...this.own(), groupId })
        ?.error;
    });
    if (added !== 'NONE') return added;
    const member = { generationId: -1, memberId: '', groupInstanceId: null };
    const partitions = [{ ...partition, committedOffset, committedLeaderEpoch: -1, committedMetadata: null }];
    return this.retry(() => {
      const request = { api: 'TxnOffsetCommit', ...this.own(), groupId, ...member, partitions } as const;
      return this.cluster.call<'TxnOffsetCommit'>(this.find('group', groupId), request)?.partitions[0]?.error;
    });
  }

  end(committed: boolean): ErrorName {
    return this.retry(() => {
      const request = { api: 'EndTxn', ...this.own(), committed } as const;
      return this.cluster.call<'EndTxn'>(this.find('transaction', this.transactionalId), request)?.error;
    });
  }

  /** Retries until the result is final. Returns NETWORK_EXCEPTION after MAX_TRIES. */
  private retry(attempt: () => ErrorName | undefined): ErrorName {
    for (let i = 0; i < MAX_TRIES; i++) {
      const error = attempt();
      const isOver = error === 'NONE' || (error !== undefined && !ERRORS[error].retriable);
      if (isOver && error !== 'CONCURRENT_TRANSACTIONS') return error;
      this.cluster.advance(RETRY_PAUSE_MS);
    }
    return 'NETWORK_EXCEPTION';
  }

  private find(keyType: 'transaction' | 'group', key: string): number {
    const any = this.cluster.anyBroker();
    const answer = this.cluster.call<'FindCoordinator'>(any, { api: 'FindCoordinator', keyType, key });
    return answer?.node?.id ?? any;
  }

  private leader({ topic, partition }: TopicPartition): number {
    const state = this.cluster.cluster.snapshot().topics.find(({ name }) => name === topic);
    return Math.max(state?.partitions[partition]?.leader ?? 1, 1);
  }

  private own(): { transactionalId: string; producerId: number; producerEpoch: number } {
    const { transactionalId, producerId, producerEpoch } = this;
    return { transactionalId, producerId, producerEpoch };
  }
}
