/**
 * Moving a partition to other brokers (KIP-455, ReplicationControlManager.changePartitionReassignment): the new replicas join the
 * old ones, and once all new ones are in sync, the old ones are removed.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import { stopReplica } from '../replication/leadership.ts';
import { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';

/**
 * Begins to move a partition to the brokers `targets`, the preferred leader first.
 * @throws IllegalArgumentException if the partition or a broker does not exist, or a broker is named twice
 */
export function reassign(controller: Controller, topic: string, partition: number, targets: readonly number[]): void {
  const { controlPlane, replication, config, effects } = controller;
  const before = controlPlane.partition(topic, partition);
  const refusal = before === undefined ? 'there is no such partition' : refusalOf(controller, targets);
  if (before === undefined || refusal !== undefined) {
    throw new IllegalArgumentException(
      `${topic}-${partition} cannot be reassigned to [${targets.join(', ')}]: ${refusal}.`,
    );
  }
  const leaving = before.replicas.filter((id) => !targets.includes(id));
  const change = { replicas: [...targets, ...leaving], targetReplicas: targets };
  const moving = controlPlane.alterPartition(topic, partition, change);
  const topicConfig = resolveTopicConfig(controlPlane.topic(topic)?.configs ?? {}, config);
  for (const id of targets) {
    const manager = replication.manager(id) as ReplicaManager;
    if (manager.replica(topic, partition) === undefined) manager.host(new Replica(topic, partition, id, topicConfig));
  }
  effects.event('reassignment started', { topic, partition, to: `[${targets.join(',')}]` });
  replication.onIsrExpanded = (...place) => completeReassignment(controller, ...place);
  applyPartitions(controller, [[topic, moving]]);
  completeReassignment(controller, topic, partition);
}

/** Ends the reassignment of a partition, if there is one and all its new replicas are in sync. */
function completeReassignment(controller: Controller, topic: string, partition: number): void {
  const { controlPlane, effects } = controller;
  const moving = controlPlane.partition(topic, partition);
  const targets = moving?.targetReplicas;
  if (moving === undefined || targets === undefined || !targets.every((id) => moving.isr.includes(id))) return;
  const leaving = moving.replicas.filter((id) => !targets.includes(id));
  const leader = targets.includes(moving.leader)
    ? moving.leader
    : (targets.find((id) => controlPlane.isRegistered(id)) ?? -1);
  // A new epoch makes sure that fetches of removed replicas do not count any more (PartitionChangeBuilder).
  const isNewEpoch = leaving.length > 0 || leader !== moving.leader;
  const moved = controlPlane.alterPartition(topic, partition, {
    replicas: targets,
    isr: targets,
    targetReplicas: undefined,
    leader,
    leaderEpoch: isNewEpoch ? moving.leaderEpoch + 1 : moving.leaderEpoch,
  });
  effects.event('reassignment completed', { topic, partition, replicas: `[${targets.join(',')}]`, leader });
  for (const id of leaving) removeReplica(controller.replication.manager(id) as ReplicaManager, topic, partition);
  applyPartitions(controller, [[topic, moved]]);
}

/** The broker drops the partition with its log. */
function removeReplica(manager: ReplicaManager, topic: string, partition: number): void {
  const replica = manager.dropReplica(topic, partition);
  if (replica === undefined) return;
  replica.isLeader = false;
  stopReplica(manager, replica, 'NOT_LEADER_OR_FOLLOWER');
}

function refusalOf({ brokers }: Controller, targets: readonly number[]): string | undefined {
  if (targets.length === 0) return 'a partition needs at least one replica';
  if (new Set(targets).size < targets.length) return 'a broker holds a partition once';
  const missing = targets.find((id) => brokers.get(id) === undefined);
  return missing === undefined ? undefined : `there is no broker ${missing}`;
}
