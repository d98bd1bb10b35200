/**
 * listPartitionReassignments(): sent to the controller (KafkaAdminClient.listPartitionReassignments).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartitions } from '../../checks/lists.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { partitionProblem, partitionsByName } from './partitions.ts';

/** The replicas of a partition that is being moved, as broker ids (Java's PartitionReassignment). */
export interface PartitionReassignment {
  /** All replicas at present, also those that are being added or removed. */
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

type Reassignments = ReadonlyMap<string, PartitionReassignment>;

/** The result of listPartitionReassignments(): awaited, the reassignments by `topic-partition` (Java's ListPartitionReassignmentsResult). */
export class ListPartitionReassignmentsResult extends AdminResult<Reassignments> {
  private readonly future: KafkaFuture<Reassignments>;

  /** @internal */
  constructor(future: KafkaFuture<Reassignments>) {
    super(future);
    this.future = future;
  }

  /** The partitions that are being moved, by `topic-partition`. */
  reassignments(): KafkaFuture<Reassignments> {
    return this.handOut(this.future);
  }
}

export function listPartitionReassignments(
  calls: RunningCalls,
  partitions: Iterable<TopicPartition> | null,
  options: CallOptions,
): ListPartitionReassignmentsResult {
  const future = new KafkaFuture<Reassignments>();
  checkOptions('admin.listPartitionReassignments()', options, CALL_OPTIONS);
  const place = 'admin.listPartitionReassignments(partitions)';
  const asked = partitions === null ? null : [...partitionsByName(checkedPartitions(place, partitions)).values()];
  const problem = asked?.map(partitionProblem).find((one) => one !== null) ?? null;
  if (problem !== null) {
    future.completeExceptionally(problem);
    return new ListPartitionReassignmentsResult(future);
  }
  calls.start({
    api: 'ListPartitionReassignments',
    name: 'listPartitionReassignments',
    deadlineMs: calls.deadlineMs(options),
    target: 'controller',
    request: (timeoutMs) => ({ api: 'ListPartitionReassignments', partitions: asked, timeoutMs }),
    onResponse: (response) => {
      if (response.error === 'NOT_CONTROLLER') throw exceptionFor(response.error);
      if (response.error !== 'NONE') {
        future.completeExceptionally(exceptionFor(response.error, response.errorMessage));
        return;
      }
      const found = response.partitions.map(({ topic, partition, replicas, addingReplicas, removingReplicas }) => {
        return [partitionName({ topic, partition }), { replicas, addingReplicas, removingReplicas }] as const;
      });
      future.complete(new Map(found));
    },
    onFailure: (error) => future.completeExceptionally(error),
  });
  return new ListPartitionReassignmentsResult(future);
}
