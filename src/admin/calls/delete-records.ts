/**
 * deleteRecords(): sent to the leaders of the partitions (KafkaAdminClient.deleteRecords, DeleteRecordsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { INTEGER } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import {
  ApiException,
  exceptionFor,
  InvalidMetadataException,
  RetriableException,
} from '../../protocol/errors/exceptions.ts';
import type { ApiHandler } from '../driver/api-handler.ts';
import { partitionLeaders } from '../driver/partition-leaders.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS, checkedPairs, checkFields } from './check-arguments.ts';
import { type ByPartition, partitionsByName, valuesByName } from './partitions.ts';

/** Which records of a partition are deleted (Java's RecordsToDelete). `RecordsToDelete.beforeOffset(5)` makes one. */
export interface RecordsToDelete {
  /** Records before this offset are deleted; -1: all below the high watermark. */
  readonly beforeOffset: number;
}

export const RecordsToDelete = {
  /** Deletes the records before `offset`; -1: all below the high watermark. */
  beforeOffset(offset: number): RecordsToDelete {
    return { beforeOffset: offset };
  },
} as const;

/** What is left of a partition (Java's DeletedRecords). */
export interface DeletedRecords {
  /** The smallest first offset of its live replicas. */
  readonly lowWatermark: number;
}

/** The result of deleteRecords(): awaited, what is left of each partition, by `topic-partition` (Java's DeleteRecordsResult). */
export class DeleteRecordsResult extends AdminResult<ReadonlyMap<string, DeletedRecords>> {
  private readonly futures: Futures<DeletedRecords>;

  /** @internal */
  constructor(futures: Futures<DeletedRecords>) {
    super(KafkaFuture.mapOf(futures));
    this.futures = futures;
  }

  /** The future of each partition, by `topic-partition`. */
  lowWatermarks(): Futures<DeletedRecords> {
    return this.handOut(this.futures);
  }

  /** A future that is done when all of `lowWatermarks` are; it fails with the first error. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }
}

export function deleteRecords(
  calls: RunningCalls,
  recordsToDelete: ByPartition<RecordsToDelete>,
  options: CallOptions,
): DeleteRecordsResult {
  checkOptions('admin.deleteRecords()', options, CALL_OPTIONS);
  const place = 'admin.deleteRecords(recordsToDelete)';
  const wanted = checkedPairs(place, recordsToDelete, (partition, value) => {
    checkedPartition(place, partition);
    checkFields(place, value, { beforeOffset: INTEGER }, ['beforeOffset']);
  });
  const partitions = partitionsByName(wanted.map(([partition]) => partition));
  const handler = handlerOf(partitions, valuesByName(wanted), calls.timeoutMs(options));
  return new DeleteRecordsResult(runKeyed(calls, handler, partitions.keys(), options));
}

function handlerOf(
  partitions: ReadonlyMap<string, TopicPartition>,
  toDelete: ReadonlyMap<string, RecordsToDelete>,
  timeoutMs: number,
): ApiHandler<DeletedRecords> {
  const asked = [...partitions].map(([name, { topic, partition }]) => {
    return { topic, partition, offset: toDelete.get(name)!.beforeOffset };
  });
  return {
    apiName: 'deleteRecords',
    lookup: partitionLeaders(partitions, true),
    isBatched: true,
    // 3.6.1 names all partitions in each request, whichever broker it goes to (KAFKA-16319).
    request: () => ({ api: 'DeleteRecords', partitions: asked, timeoutMs }),
    handleResponse: (response, keys, brokerId) => {
      const completed = new Map<string, DeletedRecords>();
      const failed = new Map<string, Error>();
      const unmapped: string[] = [];
      const retriable = new Set<string>();
      for (const one of response.api === 'DeleteRecords' ? response.partitions : []) {
        const key = partitionName(one);
        const error = one.error === 'NONE' ? null : exceptionFor(one.error);
        if (error === null) completed.set(key, { lowWatermark: one.lowWatermark });
        else if (error instanceof InvalidMetadataException) unmapped.push(key);
        else if (error instanceof RetriableException) retriable.add(key);
        else failed.set(key, error);
      }
      for (const key of unmapped.length > 0 ? [] : keys) {
        if (completed.has(key) || failed.has(key) || retriable.has(key)) continue;
        const message = `The response from broker ${brokerId} did not contain a result for topic partition ${key}`;
        failed.set(key, new ApiException(message));
      }
      return { completed, failed, unmapped };
    },
  };
}
