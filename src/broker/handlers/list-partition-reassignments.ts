/**
 * ListPartitionReassignments (KIP-455). Checks that the controller can be reached, in ZooKeeper mode on this broker. Partitions that do not exist, or that are not being
 * reassigned, are left out.
 * Differs: there are no ACLs.
 */
import { listPartitionReassignmentsApi } from '../../protocol/apis/list-partition-reassignments.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ListPartitionReassignmentsRequest } from '../../protocol/messages.ts';
import { ongoingReassignment } from '../controller/reassignment.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleListPartitionReassignments(call: Call, request: ListPartitionReassignmentsRequest): void {
  atController(
    call,
    () => list(call, request),
    (error) => answer(call, listPartitionReassignmentsApi.refuse(request, error)),
  );
}

function list(call: Call, { partitions }: ListPartitionReassignmentsRequest): void {
  const { controller, controlPlane } = call.services;
  const asked: readonly TopicPartition[] =
    partitions ??
    controlPlane.announcedPartitions().map(([topic, { partition }]) => ({ topic: topic.name, partition }));
  const ongoing = asked.flatMap(({ topic, partition }) => ongoingReassignment(controller, topic, partition) ?? []);
  answer(call, {
    api: 'ListPartitionReassignments',
    throttleTimeMs: 0,
    error: 'NONE',
    errorMessage: null,
    partitions: ongoing,
  });
}
