/**
 * A transactional producer for tests: it sends a cluster the requests of Java's producer, one at a time.
 */

import type { ModeName } from '../../../../src/broker/index.ts';
import type { BrokerVersion } from '../../../../src/broker/versions/index.ts';
import type { TopicPartition } from '../../../../src/protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../../src/protocol/errors/errors.ts';
import type {
  ApiName,
  EndTxnResponse,
  InitProducerIdResponse,
  IsolationLevel,
  ProducePartitionResponse,
  RequestOf,
  ResponseOf,
} from '../../../../src/protocol/messages.ts';
import { batchOf, Pump } from '../../pump.ts';

export const PAYMENTS: TopicPartition = { topic: 'payments', partition: 0 };

/**
 * A cluster of three brokers with the topic `payments` (two partitions, three replicas) and both internal topics. Fetches of followers
 * wait for a millisecond at most, so that they soon ask for partitions that have got another leader.
 */
export function withCoordinators(
  config: Record<string, string | number | boolean> = {},
  mode?: ModeName,
  version?: BrokerVersion,
): Pump {
  const pump = new Pump({
    config: { 'replica.fetch.wait.max.ms': 1, ...config },
    ...(mode !== undefined && { mode }),
    ...(version !== undefined && { version }),
  });
  pump.do((cluster, nowMs) => cluster.createTopic('payments', { partitions: 2, replicationFactor: 3 }, nowMs));
  pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'transaction', key: 'any' });
  pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'group', key: 'any' });
  pump.advance(5);
  return pump;
}

export class TransactionalProducer {
  readonly pump: Pump;
  readonly transactionalId: string;
  readonly timeoutMs: number;
  producerId = -1;
  producerEpoch = -1;
  /** The version of its requests but for Produce. */
  apiVersion = 3;
  /** The version of its Produce requests. */
  produceVersion: number = Number.POSITIVE_INFINITY;
  private readonly sequences = new Map<string, number>();

  constructor(pump: Pump, transactionalId = 'tx', timeoutMs = 60_000) {
    this.pump = pump;
    this.transactionalId = transactionalId;
    this.timeoutMs = timeoutMs;
  }

  /** The broker id of its coordinator; 0 if there is none. */
  coordinator(): number {
    const { transactionalId } = this;
    const request = { api: 'FindCoordinator', keyType: 'transaction', key: transactionalId } as const;
    return this.pump.ask<'FindCoordinator'>(request, this.anyBroker()).node?.id ?? 0;
  }

  groupCoordinator(groupId: string): number {
    const request = { api: 'FindCoordinator', keyType: 'group', key: groupId } as const;
    return this.pump.ask<'FindCoordinator'>(request, this.anyBroker()).node?.id ?? 0;
  }

  /** Requests a producer id, and uses it if it gets one. */
  init(more: Partial<RequestOf<'InitProducerId'>> = {}, broker: number = this.coordinator()): InitProducerIdResponse {
    const assigned = this.ask<'InitProducerId'>(
      {
        api: 'InitProducerId',
        transactionalId: this.transactionalId,
        transactionTimeoutMs: this.timeoutMs,
        producerId: -1,
        producerEpoch: -1,
        ...more,
      },
      broker,
    );
    if (assigned.error === 'NONE') {
      this.producerId = assigned.producerId;
      this.producerEpoch = assigned.producerEpoch;
      this.sequences.clear();
    }
    return assigned;
  }

  /** Requests the next epoch for its producer id. */
  bump(): InitProducerIdResponse {
    return this.init({ producerId: this.producerId, producerEpoch: this.producerEpoch });
  }

  add(partitions: readonly TopicPartition[] = [PAYMENTS], broker: number = this.coordinator()): ErrorName {
    const answer = this.ask<'AddPartitionsToTxn'>({ api: 'AddPartitionsToTxn', ...this.own(), partitions }, broker);
    return answer.partitions[0]?.error ?? 'NONE';
  }

  /** Sends a Produce; returns its token. */
  send(values: readonly string[], to: TopicPartition = PAYMENTS, acks: -1 | 0 | 1 = -1): number {
    const name = `${to.topic}-${to.partition}`;
    const sequence = this.sequences.get(name) ?? 0;
    this.sequences.set(name, sequence + values.length);
    const producer = { id: this.producerId, epoch: this.producerEpoch, sequence };
    const batch = batchOf(values, producer, { isTransactional: true, maxTimestampMs: this.pump.nowMs });
    const { transactionalId } = this;
    const leader = this.pump.partition(to.topic, to.partition).leader;
    const partitions = [{ ...to, batch }];
    const request = { api: 'Produce', acks, timeoutMs: 30_000, transactionalId, partitions } as const;
    return this.pump.send(request, leader, true, 'test', this.produceVersion);
  }

  produce(values: readonly string[], to: TopicPartition = PAYMENTS): ProducePartitionResponse {
    const result = this.pump.produced(this.send(values, to));
    if (result === undefined) throw new Error('No answer to Produce yet');
    return result;
  }

  end(committed: boolean, broker: number = this.coordinator()): ErrorName {
    return this.endWithAnswer(committed, broker).error;
  }

  /** The same with the whole answer. Uses the epoch of the next transaction if it gets one. */
  endWithAnswer(committed: boolean, broker: number = this.coordinator()): EndTxnResponse {
    const answer = this.ask<'EndTxn'>({ api: 'EndTxn', ...this.own(), committed }, broker);
    const { error, producerId = -1, producerEpoch = -1 } = answer;
    if (error === 'NONE' && producerId !== -1) {
      this.producerId = producerId;
      this.producerEpoch = producerEpoch;
      this.sequences.clear();
    }
    return answer;
  }

  addOffsets(groupId: string): ErrorName {
    return this.ask<'AddOffsetsToTxn'>({ api: 'AddOffsetsToTxn', ...this.own(), groupId }, this.coordinator()).error;
  }

  commitOffset(
    groupId: string,
    committedOffset: number,
    more: Partial<RequestOf<'TxnOffsetCommit'>> = {},
    broker: number = this.groupCoordinator(groupId),
  ): ErrorName {
    const answer = this.ask<'TxnOffsetCommit'>(
      {
        api: 'TxnOffsetCommit',
        ...this.own(),
        groupId,
        generationId: -1,
        memberId: '',
        groupInstanceId: null,
        partitions: [{ ...PAYMENTS, committedOffset, committedLeaderEpoch: -1, committedMetadata: null }],
        ...more,
      },
      broker,
    );
    return answer.partitions[0]?.error ?? 'NONE';
  }

  own(): { transactionalId: string; producerId: number; producerEpoch: number } {
    const { transactionalId, producerId, producerEpoch } = this;
    return { transactionalId, producerId, producerEpoch };
  }

  ask<A extends ApiName>(request: RequestOf<A>, broker: number): ResponseOf<A> {
    return this.pump.ask<A>(request, broker, this.apiVersion);
  }

  private anyBroker(): number {
    return this.pump.cluster.nodes.find(({ id }) => this.pump.cluster.isUp(id))?.id ?? 1;
  }
}

/** The values that a consumer of `payments` sees. */
export function visible(pump: Pump, isolation: IsolationLevel = 'read_committed', partition = 0): unknown[] {
  return [...pump.cluster.readRecords('payments', partition, isolation)].map(({ value }) => value);
}

/** A broker that is neither of these. */
export function otherThan(...brokers: number[]): number {
  return [1, 2, 3].find((id) => !brokers.includes(id)) as number;
}
