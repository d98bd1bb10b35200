/**
 * alterConsumerGroupOffsets(): sent to the coordinator of the group (KafkaAdminClient.alterConsumerGroupOffsets,
 * AlterConsumerGroupOffsetsHandler).
 */
import { checkArgument, checkOptions } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { INT, INTEGER, orNull, STRING } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor, IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { OffsetCommitRequest, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import { AdminResult } from '../futures/admin-result.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS, checkedPairs, checkFields } from './check-arguments.ts';
import type { OffsetAndMetadata } from './list-consumer-group-offsets.ts';
import type { ByPartition } from './partitions.ts';

/** An offset for a group. */
export type NewConsumerGroupOffset = Pick<OffsetAndMetadata, 'offset'> & Partial<OffsetAndMetadata>;

/** The error of each partition, by `topic-partition`. */
type Errors = ReadonlyMap<string, ErrorName>;

/** The result of alterConsumerGroupOffsets(): awaited, it resolves when all offsets are stored (Java's AlterConsumerGroupOffsetsResult). */
export class AlterConsumerGroupOffsetsResult extends AdminResult<void> {
  private readonly future: KafkaFuture<Errors>;

  /** @internal */
  constructor(future: KafkaFuture<Errors>) {
    super(future.thenApply(throwFirst));
    this.future = future;
  }

  /** A future of one partition; it fails with an IllegalArgumentException if the call was not about the partition. */
  partitionResult(partition: TopicPartition): KafkaFuture<void> {
    const name = partitionName(partition);
    return this.handOut(this.future).thenApply((errors) => {
      const error = errors.get(name);
      if (error === undefined)
        throw new IllegalArgumentException(`Alter offset for partition "${name}" was not attempted`);
      if (error !== 'NONE') throw exceptionFor(error);
    });
  }

  /** A future that is done when all offsets are stored; it fails with the first error. */
  all(): KafkaFuture<void> {
    return this.handOut(this.future).thenApply(throwFirst);
  }
}

function throwFirst(errors: Errors): void {
  const failed = [...errors].filter(([, error]) => error !== 'NONE');
  const first = failed[0]?.[1];
  if (first === undefined) return;
  const names = failed.map(([name]) => name).join(', ');
  throw exceptionFor(first, `Failed altering consumer group offsets for the following partitions: [${names}]`);
}

export function alterConsumerGroupOffsets(
  calls: RunningCalls,
  groupId: string,
  offsets: ByPartition<NewConsumerGroupOffset>,
  options: CallOptions,
): AlterConsumerGroupOffsetsResult {
  checkOptions('admin.alterConsumerGroupOffsets()', options, CALL_OPTIONS);
  checkArgument('admin.alterConsumerGroupOffsets(groupId)', groupId, STRING);
  const place = 'admin.alterConsumerGroupOffsets(groupId, offsets)';
  const pairs = checkedPairs(place, offsets, (partition, offset) => {
    checkedPartition(place, partition);
    checkFields(place, offset, { offset: INTEGER, leaderEpoch: orNull(INT), metadata: STRING }, ['offset']);
    if (offset.offset < 0) throw new IllegalArgumentException('Invalid negative offset');
  });
  const futures = runKeyed(calls, handlerOf(groupId, partitionsOf(pairs)), [groupId], options);
  return new AlterConsumerGroupOffsetsResult(futures.get(groupId) as KafkaFuture<Errors>);
}

/** Of several offsets for one partition the last one counts. */
function partitionsOf(
  pairs: readonly (readonly [TopicPartition, NewConsumerGroupOffset])[],
): OffsetCommitRequest['partitions'] {
  const byName = new Map(pairs.map((pair) => [partitionName(pair[0]), pair]));
  return [...byName.values()].map(([{ topic, partition }, { offset, leaderEpoch, metadata }]) => ({
    topic,
    partition,
    committedOffset: offset,
    committedLeaderEpoch: leaderEpoch ?? -1,
    committedMetadata: metadata ?? '',
  }));
}

function handlerOf(groupId: string, partitions: OffsetCommitRequest['partitions']): ApiHandler<Errors> {
  const sender = { groupId, generationId: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1 } as const;
  return {
    apiName: 'offsetCommit',
    lookup: coordinators('group'),
    isBatched: true,
    request: () => ({ api: 'OffsetCommit', ...sender, partitions }),
    handleResponse: (response) => resultOf(response, groupId),
  };
}

function resultOf(response: Response, groupId: string): ApiResult<Errors> {
  const results = response.api === 'OffsetCommit' ? response.partitions : [];
  const errors = new Set(results.map(({ error }) => error));
  const isUnmapped = errors.has('COORDINATOR_NOT_AVAILABLE') || errors.has('NOT_COORDINATOR');
  const isRetried = errors.has('COORDINATOR_LOAD_IN_PROGRESS') || errors.has('REBALANCE_IN_PROGRESS');
  const completed = new Map<string, Errors>();
  if (!isUnmapped && !isRetried) completed.set(groupId, new Map(results.map((one) => [partitionName(one), one.error])));
  return { completed, failed: new Map(), unmapped: isUnmapped ? [groupId] : [] };
}
