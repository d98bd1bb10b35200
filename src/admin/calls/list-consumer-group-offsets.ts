/**
 * listConsumerGroupOffsets(): sent to the coordinators of the groups (KafkaAdminClient.listConsumerGroupOffsets,
 * ListConsumerGroupOffsetsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartitions, ITERABLE } from '../../checks/lists.ts';
import { BOOLEAN } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor, IllegalArgumentException, IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { OffsetFetchResponse, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { MapResult } from '../futures/map-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { type ByName, entriesOf } from './by-name.ts';
import { CALL_OPTIONS, checkFields } from './check-arguments.ts';

/** The partitions whose offsets are asked for (Java's ListConsumerGroupOffsetsSpec). */
export interface ListConsumerGroupOffsetsSpec {
  /** Default: all partitions for which the group has committed an offset. */
  readonly topicPartitions?: readonly TopicPartition[];
}

/** The options of listConsumerGroupOffsets(). */
export interface ListConsumerGroupOffsetsOptions extends CallOptions {
  /** Whether offsets that an open transaction is about to replace are left out. Default: false. */
  readonly requireStable?: boolean;
}

/** An offset that a group has committed (Java's OffsetAndMetadata). */
export interface OffsetAndMetadata {
  readonly offset: number;
  /** `null`: it was committed without one. */
  readonly leaderEpoch: number | null;
  readonly metadata: string;
}

/** By `topic-partition`; `null`: the group has committed no offset. */
type GroupOffsets = ReadonlyMap<string, OffsetAndMetadata | null>;

/** The result of listConsumerGroupOffsets(): awaited, the offsets of each group (Java's ListConsumerGroupOffsetsResult). */
export class ListConsumerGroupOffsetsResult extends MapResult<GroupOffsets> {
  /**
   * The committed offsets of a group, by `topic-partition`; `null`: it has committed none for the partition.
   *
   * @param groupId may be left out if the call is about one group
   * @throws IllegalStateException if it is left out and the call is about several groups, IllegalArgumentException if the call was not
   *   about the group
   */
  partitionsToOffsetAndMetadata(groupId?: string): KafkaFuture<GroupOffsets> {
    if (groupId === undefined && this.futures.size !== 1) {
      throw new IllegalStateException(
        'Offsets from multiple consumer groups were requested. Use partitionsToOffsetAndMetadata(groupId) instead to get future for a specific group.',
      );
    }
    const future = groupId === undefined ? [...this.futures.values()][0] : this.futures.get(groupId);
    if (future === undefined) {
      throw new IllegalArgumentException(`Offsets for consumer group '${groupId}' were not requested.`);
    }
    return this.handOut(future);
  }
}

export function listConsumerGroupOffsets(
  calls: RunningCalls,
  groups: ByName<ListConsumerGroupOffsetsSpec>,
  options: ListConsumerGroupOffsetsOptions,
): ListConsumerGroupOffsetsResult {
  checkOptions<ListConsumerGroupOffsetsOptions>('admin.listConsumerGroupOffsets()', options, {
    ...CALL_OPTIONS,
    requireStable: BOOLEAN,
  });
  const place = 'admin.listConsumerGroupOffsets(groups)';
  const specs = new Map<string, ListConsumerGroupOffsetsSpec>();
  for (const [groupId, spec] of entriesOf(place, groups)) {
    checkFields(place, spec, { topicPartitions: ITERABLE }, []);
    const { topicPartitions } = spec;
    specs.set(groupId, topicPartitions ? { topicPartitions: checkedPartitions(place, topicPartitions) } : {});
  }
  const handler = handlerOf(specs, options.requireStable ?? false);
  return new ListConsumerGroupOffsetsResult(runKeyed(calls, handler, specs.keys(), options));
}

function handlerOf(
  specs: ReadonlyMap<string, ListConsumerGroupOffsetsSpec>,
  requireStable: boolean,
): ApiHandler<GroupOffsets> {
  return {
    apiName: 'offsetFetch',
    lookup: coordinators('group'),
    isBatched: true,
    request: (keys) => ({
      api: 'OffsetFetch',
      requireStable,
      groups: keys.map((groupId) => ({ groupId, partitions: specs.get(groupId)!.topicPartitions ?? null })),
    }),
    handleResponse: resultOf,
  };
}

function resultOf(response: Response): ApiResult<GroupOffsets> {
  const completed = new Map<string, GroupOffsets>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  for (const { groupId, error, partitions } of response.api === 'OffsetFetch' ? response.groups : []) {
    if (error === 'NONE') completed.set(groupId, offsetsOf(partitions));
    else if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') unmapped.push(groupId);
    else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS') failed.set(groupId, exceptionFor(error));
  }
  return { completed, failed, unmapped };
}

/** Partitions with an error, such as UNSTABLE_OFFSET_COMMIT, are left out, as in Java. */
function offsetsOf(partitions: OffsetFetchResponse['groups'][number]['partitions']): GroupOffsets {
  const offsets = new Map<string, OffsetAndMetadata | null>();
  for (const one of partitions) {
    if (one.error !== 'NONE') continue;
    const { committedOffset: offset, committedLeaderEpoch, metadata } = one;
    const leaderEpoch = committedLeaderEpoch < 0 ? null : committedLeaderEpoch;
    offsets.set(partitionName(one), offset < 0 ? null : { offset, leaderEpoch, metadata });
  }
  return offsets;
}
