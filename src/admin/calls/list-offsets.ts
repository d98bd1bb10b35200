/**
 * listOffsets(): sent to the leaders of the partitions (KafkaAdminClient.listOffsets, ListOffsetsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { INTEGER, oneOf } from '../../checks/value-type.ts';
import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP, MAX_TIMESTAMP } from '../../protocol/apis/list-offsets.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ApiException, exceptionFor, RetriableException } from '../../protocol/errors/exceptions.ts';
import type { IsolationLevel, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { partitionLeaders } from '../driver/partition-leaders.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { MapResult } from '../futures/map-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS, checkedPairs, checkFields } from './check-arguments.ts';
import { type ByPartition, futureOf, partitionsByName, valuesByName } from './partitions.ts';

/** Which offset of a partition is asked for (Java's OffsetSpec). `OffsetSpec.latest()` makes one. */
export interface OffsetSpec {
  /** In ms since the epoch, or Kafka's number for a special offset: -1 the latest, -2 the earliest, -3 the largest timestamp. */
  readonly timestampMs: number;
}

export const OffsetSpec = {
  /** The offset after the last record that is visible under the isolation level. */
  latest(): OffsetSpec {
    return { timestampMs: LATEST_TIMESTAMP };
  },
  /** The first offset of the log. */
  earliest(): OffsetSpec {
    return { timestampMs: EARLIEST_TIMESTAMP };
  },
  /** The record with the largest timestamp (KIP-734). */
  maxTimestamp(): OffsetSpec {
    return { timestampMs: MAX_TIMESTAMP };
  },
  /** The first record whose timestamp is `timestampMs` or later, in ms since the epoch; offset -1 if there is none. */
  forTimestamp(timestampMs: number): OffsetSpec {
    return { timestampMs };
  },
} as const;

/** The options of listOffsets(). */
export interface ListOffsetsOptions extends CallOptions {
  /** Whether `latest` stops at the first open transaction. Default: read_uncommitted. */
  readonly isolationLevel?: IsolationLevel;
}

/** An offset of a partition (Java's ListOffsetsResultInfo). */
export interface ListOffsetsResultInfo {
  /** -1: there is none. */
  readonly offset: number;
  /** In ms since the epoch; -1 for the earliest and the latest offset, and if there is none. */
  readonly timestamp: number;
  /** Of the leader that wrote the record; `null`: unknown. */
  readonly leaderEpoch: number | null;
}

/** The result of listOffsets(): awaited, the offset of each partition, by `topic-partition` (Java's ListOffsetsResult). */
export class ListOffsetsResult extends MapResult<ListOffsetsResultInfo> {
  /** The future of one partition. @throws IllegalArgumentException if the call was not about it */
  partitionResult(partition: TopicPartition): KafkaFuture<ListOffsetsResultInfo> {
    const problem = (name: string): string => `List Offsets for partition "${name}" was not attempted`;
    return this.handOut(futureOf(this.futures, partition, problem));
  }
}

const ISOLATION = oneOf(['read_uncommitted', 'read_committed']);

export function listOffsets(
  calls: RunningCalls,
  offsets: ByPartition<OffsetSpec>,
  options: ListOffsetsOptions,
): ListOffsetsResult {
  const place = 'admin.listOffsets(offsets)';
  checkOptions<ListOffsetsOptions>('admin.listOffsets()', options, { ...CALL_OPTIONS, isolationLevel: ISOLATION });
  const wanted = checkedPairs(place, offsets, (partition, spec) => {
    checkedPartition(place, partition);
    checkFields(place, spec, { timestampMs: INTEGER }, ['timestampMs']);
  });
  const partitions = partitionsByName(wanted.map(([partition]) => partition));
  const handler = handlerOf(partitions, valuesByName(wanted), options.isolationLevel ?? 'read_uncommitted');
  return new ListOffsetsResult(runKeyed(calls, handler, partitions.keys(), options));
}

function handlerOf(
  partitions: ReadonlyMap<string, TopicPartition>,
  specs: ReadonlyMap<string, OffsetSpec>,
  isolationLevel: IsolationLevel,
): ApiHandler<ListOffsetsResultInfo> {
  return {
    apiName: 'listOffsets',
    lookup: partitionLeaders(partitions, false),
    isBatched: true,
    request: (keys) => ({
      api: 'ListOffsets',
      replicaId: -1,
      isolationLevel,
      partitions: keys.map((key) => {
        const { topic, partition } = partitions.get(key)!;
        return { topic, partition, currentLeaderEpoch: -1, timestampMs: specs.get(key)!.timestampMs };
      }),
    }),
    handleResponse: resultOf,
  };
}

function resultOf(response: Response, keys: readonly string[], brokerId: number): ApiResult<ListOffsetsResultInfo> {
  const completed = new Map<string, ListOffsetsResultInfo>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  const retriable = new Set<string>();
  for (const one of response.api === 'ListOffsets' ? response.partitions : []) {
    const { error, offset, timestampMs, leaderEpoch } = one;
    const key = partitionName(one);
    if (error === 'NONE') {
      completed.set(key, { offset, timestamp: timestampMs, leaderEpoch: leaderEpoch === -1 ? null : leaderEpoch });
      continue;
    }
    const exception = exceptionFor(error);
    if (error === 'NOT_LEADER_OR_FOLLOWER' || error === 'LEADER_NOT_AVAILABLE') unmapped.push(key);
    else if (exception instanceof RetriableException) retriable.add(key);
    else failed.set(key, exception);
  }
  for (const key of unmapped.length > 0 ? [] : keys) {
    if (completed.has(key) || failed.has(key) || retriable.has(key)) continue;
    const message = `The response from broker ${brokerId} did not contain a result for topic partition ${key}`;
    failed.set(key, new ApiException(message));
  }
  return { completed, failed, unmapped };
}
