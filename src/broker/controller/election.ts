/**
 * Who leads a partition (PartitionStateMachine, ReplicationControlManager), and who the controller is.
 *
 * The functions here change the control plane. Brokers learn of it by `applyPartitions`.
 */
import { resolveTopicConfig } from '../config/topic-config.ts';
import { isEligible } from '../replication/in-sync.ts';
import { NO_LEADER, type PartitionState, registeredAmong, type TopicState } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';

/** A partition of a new topic with its first leader. Its first in-sync replicas are the registered ones. */
export function withFirstLeader({ controlPlane }: Controller, added: PartitionState): PartitionState {
  const { partition, replicas, leaderEpoch, partitionEpoch } = added;
  const registered = registeredAmong(controlPlane.current, replicas);
  const isr = registered.length > 0 ? Object.freeze(registered) : added.isr;
  return Object.freeze({ partition, replicas, leader: registered[0] ?? NO_LEADER, leaderEpoch, partitionEpoch, isr });
}

/** Elects a new leader, or none if no replica may lead. */
export function electLeader(
  controller: Controller,
  topic: TopicState,
  partition: PartitionState,
  leader: number = candidateFor(controller, topic, partition) ?? NO_LEADER,
): PartitionState {
  const { controlPlane, effects } = controller;
  const inSync = partition.isr.filter((id) => isEligible(controller.replication, id, topic.name, partition.partition));
  // Without a leader the in-sync replicas stay as they are: only one of them may become the leader.
  const isr = leader === NO_LEADER ? partition.isr : inSync.length > 0 ? inSync : [leader];
  const leaderEpoch = partition.leaderEpoch + 1;
  const elected = controlPlane.alterPartition(topic.name, partition.partition, { leader, leaderEpoch, isr });
  if (!isInUse(controller, topic, partition.partition)) return elected;
  const facts = { topic: topic.name, partition: partition.partition, leader, epoch: leaderEpoch };
  if (leader === NO_LEADER) effects.event('no leader', facts);
  else effects.event('leader elected', inSync.length > 0 ? facts : { ...facts, unclean: true });
  return elected;
}

/** Elects a leader that need not be in sync, whatever the topic allows; returns undefined if no replica is eligible. */
export function electUnclean(
  controller: Controller,
  topic: TopicState,
  state: PartitionState,
): PartitionState | undefined {
  const { partition, replicas, isr } = state;
  const eligible = replicas.filter((id) => isEligible(controller.replication, id, topic.name, partition));
  const leader = eligible.find((id) => isr.includes(id)) ?? eligible[0];
  return leader === undefined ? undefined : electLeader(controller, topic, state, leader);
}

/**
 * The first eligible replica in sync; failing that, the first eligible one at all if the topic allows unclean elections and the mode
 * heeds that.
 */
export function candidateFor(
  controller: Controller,
  topic: TopicState,
  { partition, replicas, isr }: PartitionState,
): number | undefined {
  const eligible = replicas.filter((id) => isEligible(controller.replication, id, topic.name, partition));
  const inSync = eligible.find((id) => isr.includes(id));
  if (inSync !== undefined) return inSync;
  if (controller.config.mode.uncleanElection === 'on request') return undefined;
  const { uncleanLeaderElectionEnable } = resolveTopicConfig(topic.configs, controller.config);
  return uncleanLeaderElectionEnable ? eligible[0] : undefined;
}

/** Whether the partition deserves an event: the many empty partitions of an internal topic do not. */
export function isInUse(
  { replication }: Controller,
  { name, isInternal, partitions }: TopicState,
  partition: number,
): boolean {
  if (!isInternal) return true;
  const replicas = partitions[partition]?.replicas ?? [];
  return replicas.some((id) => (replication.manager(id)?.replica(name, partition)?.log.endOffset ?? 0) > 0);
}
