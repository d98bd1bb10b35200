/**
 * Moving a partition to other brokers (KIP-455, ReplicationControlManager.changePartitionReassignment,
 * KafkaController.onPartitionReassignment): the new replicas join the old ones, and once the new ones are in sync, the old ones are
 * removed.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { OngoingPartitionReassignment, ReassignablePartition } from '../../protocol/messages.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import { stopReplica } from '../replication/leadership.ts';
import { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { NO_LEADER, type PartitionState, type TopicState } from '../state/control-plane.ts';
import type { Refusal } from './admin-rules.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';

const NO_REPLICAS: readonly number[] = [];

/** Begins to move a partition, or back, if `replicas` is `null`; returns why not. */
export function alterReassignment(controller: Controller, asked: ReassignablePartition): Refusal | undefined {
  const { topic, partition, replicas } = asked;
  const refusal = controller.adminRules.refusalOfReassignment(controller, asked);
  const state = controller.controlPlane.partition(topic, partition);
  if (refusal !== undefined || state === undefined) return refusal;
  if (replicas === null) revert(controller, topic, state);
  else begin(controller, topic, state, replicas);
  return undefined;
}

/**
 * Begins to move a partition to the brokers `targets`, the preferred leader first.
 * @throws IllegalArgumentException if the partition or a broker does not exist, or a broker is named twice
 */
export function reassign(controller: Controller, topic: string, partition: number, targets: readonly number[]): void {
  const before = controller.controlPlane.partition(topic, partition);
  const refusal = before === undefined ? 'there is no such partition' : refusalOf(controller, targets);
  if (before === undefined || refusal !== undefined) {
    throw new IllegalArgumentException(
      `${topic}-${partition} cannot be reassigned to [${targets.join(', ')}]: ${refusal}.`,
    );
  }
  begin(controller, topic, before, targets);
}

/** The reassignment of a partition that is in progress; undefined if there is none. */
export function ongoingReassignment(
  { controlPlane }: Controller,
  topic: string,
  partition: number,
): OngoingPartitionReassignment | undefined {
  const state = controlPlane.partition(topic, partition);
  if (state?.targetReplicas === undefined) return undefined;
  const { replicas, addingReplicas = NO_REPLICAS } = state;
  return { topic, partition, replicas, addingReplicas, removingReplicas: removedFrom(state, state.targetReplicas) };
}

function begin(controller: Controller, topic: string, before: PartitionState, targets: readonly number[]): void {
  const { controlPlane, replication, config, effects, adminRules } = controller;
  const { partition } = before;
  const adding = targets.filter((id) => !before.replicas.includes(id));
  const moving = controlPlane.alterPartition(topic, partition, {
    replicas: [...targets, ...removedFrom(before, targets)],
    targetReplicas: targets,
    addingReplicas: adding.length > 0 ? adding : before.addingReplicas,
  });
  const { topicId, configs } = controlPlane.topic(topic) as TopicState;
  const topicConfig = resolveTopicConfig(configs, config);
  for (const id of targets) {
    const manager = replication.manager(id) as ReplicaManager;
    if (manager.replica(topic, partition) !== undefined) continue;
    manager.host(new Replica(topic, topicId, partition, id, topicConfig));
  }
  effects.event('reassignment started', { topic, partition, to: `[${targets.join(',')}]` });
  replication.onIsrExpanded = (...place) => completeReassignment(controller, ...place);
  const started = adminRules.isReassigned(moving, targets)
    ? moving
    : raiseEpoch(controller, topic, moving, adminRules.epochsAtStart);
  applyPartitions(controller, [[topic, started]]);
  completeReassignment(controller, topic, partition);
}

/** The replicas that were being added are removed, and those that were being removed stay. */
function revert(controller: Controller, topic: string, moving: PartitionState): void {
  const { addingReplicas = NO_REPLICAS } = moving;
  finish(
    controller,
    topic,
    moving,
    moving.replicas.filter((id) => !addingReplicas.includes(id)),
    'reassignment reverted',
  );
}

/** Ends the reassignment of a partition, if there is one and its new replicas are in sync. */
function completeReassignment(controller: Controller, topic: string, partition: number): void {
  const moving = controller.controlPlane.partition(topic, partition);
  const targets = moving?.targetReplicas;
  if (moving === undefined || targets === undefined || !controller.adminRules.isReassigned(moving, targets)) return;
  finish(controller, topic, moving, targets, 'reassignment completed');
}

function finish(
  controller: Controller,
  topic: string,
  moving: PartitionState,
  targets: readonly number[],
  event: 'reassignment completed' | 'reassignment reverted',
): void {
  const { controlPlane, effects, adminRules } = controller;
  const { partition } = moving;
  const leaving = removedFrom(moving, targets);
  const isr = targets.filter((id) => moving.isr.includes(id));
  const mayLead = (id: number): boolean => isr.includes(id) && controlPlane.isRegistered(id);
  const leader = mayLead(moving.leader) ? moving.leader : (targets.find(mayLead) ?? NO_LEADER);
  const moved = controlPlane.alterPartition(topic, partition, {
    replicas: targets,
    isr,
    targetReplicas: undefined,
    addingReplicas: undefined,
    leader,
    leaderEpoch: moving.leaderEpoch + adminRules.epochsAtCompletion(moving, targets, leader !== moving.leader),
  });
  effects.event(event, { topic, partition, replicas: `[${targets.join(',')}]`, leader });
  for (const id of leaving) removeReplica(controller.replication.manager(id) as ReplicaManager, topic, partition);
  applyPartitions(controller, [[topic, moved]]);
}

function removedFrom({ replicas }: PartitionState, targets: readonly number[]): readonly number[] {
  return replicas.filter((id) => !targets.includes(id));
}

function raiseEpoch({ controlPlane }: Controller, topic: string, state: PartitionState, by: number): PartitionState {
  if (by === 0) return state;
  return controlPlane.alterPartition(topic, state.partition, { leaderEpoch: state.leaderEpoch + by });
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
