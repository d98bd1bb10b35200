/**
 * ElectLeaders (KIP-183, KIP-460).
 *
 * Checks, in the real broker's order: the controller can be reached, in ZooKeeper mode on this broker; then, per partition, that it exists, that an election is needed,
 * and that a replica can become the leader (controller/elect-on-request.ts). If all partitions are asked for, those that need no
 * election are left out of the answer.
 * Differs: there are no ACLs. Brokers know the new leaders when the response is sent.
 */
import { electLeadersApi } from '../../protocol/apis/elect-leaders.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ElectLeadersRequest } from '../../protocol/messages.ts';
import { electOnRequest } from '../controller/elect-on-request.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleElectLeaders(call: Call, request: ElectLeadersRequest): void {
  atController(
    call,
    () => elect(call, request),
    (error) => answer(call, { ...electLeadersApi.refuse(request, error), error: 'NONE' }),
  );
}

function elect(call: Call, { electionType, partitions }: ElectLeadersRequest): void {
  const { controller, controlPlane } = call.services;
  const asked: readonly TopicPartition[] =
    partitions ??
    controlPlane.announcedPartitions().map(([topic, { partition }]) => ({ topic: topic.name, partition }));
  const results = asked.map(({ topic, partition }) => {
    const refusal = electOnRequest(controller, electionType, { topic, partition });
    return { topic, partition, error: refusal?.error ?? ('NONE' as const), errorMessage: refusal?.message ?? null };
  });
  answer(call, {
    api: 'ElectLeaders',
    throttleTimeMs: 0,
    error: 'NONE',
    partitions: partitions === null ? results.filter(({ error }) => error !== 'ELECTION_NOT_NEEDED') : results,
  });
}
