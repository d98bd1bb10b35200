/**
 * Elections that an administrator asks for: of preferred leaders, or of leaders that are not in sync
 * (ReplicationControlManager.electLeader, KafkaController.processReplicaLeaderElection).
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import type { ElectionType } from '../../protocol/messages.ts';
import { isEligible } from '../replication/in-sync.ts';
import type { PartitionState } from '../state/control-plane.ts';
import type { Refusal } from './admin-rules.ts';
import { applyPartitions, moveLeader } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { electUnclean } from './election.ts';

/** Elects a leader, or returns why there was no election. */
export function electOnRequest(controller: Controller, type: ElectionType, asked: TopicPartition): Refusal | undefined {
  const { controlPlane, adminRules } = controller;
  const { topic, partition } = asked;
  const state = controlPlane.knowsPartition(topic, partition) ? controlPlane.partition(topic, partition) : undefined;
  if (state === undefined) return adminRules.unknownPartitionToElect(controller, asked);
  if (!isNeeded(controller, type, state))
    return { error: 'ELECTION_NOT_NEEDED', message: ERRORS.ELECTION_NOT_NEEDED.message };
  const elect = type === 'PREFERRED' ? electPreferred : electAny;
  return elect(controller, topic, state) ? undefined : adminRules.electionFailed(asked, type);
}

function isNeeded({ controlPlane }: Controller, type: ElectionType, { leader, replicas }: PartitionState): boolean {
  return type === 'PREFERRED' ? leader !== replicas[0] : leader < 0 || !controlPlane.isRegistered(leader);
}

function electPreferred(controller: Controller, topic: string, state: PartitionState): boolean {
  const preferred = state.replicas[0] as number;
  const { replication } = controller;
  if (!state.isr.includes(preferred) || !isEligible(replication, preferred, topic, state.partition)) return false;
  moveLeader(controller, [topic, state], preferred);
  return true;
}

function electAny(controller: Controller, topic: string, state: PartitionState): boolean {
  const topicState = controller.controlPlane.topic(topic);
  const elected = topicState === undefined ? undefined : electUnclean(controller, topicState, state);
  if (elected === undefined) return false;
  applyPartitions(controller, [[topic, elected]]);
  return true;
}
