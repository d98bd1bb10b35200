/**
 * AlterPartitionReassignments (KIP-455).
 *
 * Checks, in the real broker's order: the controller can be reached, in ZooKeeper mode on this broker; then, per partition, the checks of
 * controller/admin-rules-kraft.ts or controller/admin-rules-zookeeper.ts. The answer does not wait for the reassignments.
 * Differs: there are no ACLs.
 */
import { alterPartitionReassignmentsApi } from '../../protocol/apis/alter-partition-reassignments.ts';
import type { AlterPartitionReassignmentsRequest } from '../../protocol/messages.ts';
import { alterReassignment } from '../controller/reassignment.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleAlterPartitionReassignments(call: Call, request: AlterPartitionReassignmentsRequest): void {
  atController(
    call,
    () => alterAll(call, request),
    (error) => answer(call, { ...alterPartitionReassignmentsApi.refuse(request, error), partitions: [] }),
  );
}

function alterAll(call: Call, { partitions }: AlterPartitionReassignmentsRequest): void {
  const { controller } = call.services;
  answer(call, {
    api: 'AlterPartitionReassignments',
    throttleTimeMs: 0,
    error: 'NONE',
    errorMessage: null,
    partitions: partitions.map((asked) => {
      const refusal = alterReassignment(controller, asked);
      const { topic, partition } = asked;
      return { topic, partition, error: refusal?.error ?? 'NONE', errorMessage: refusal?.message ?? null };
    }),
  });
}
