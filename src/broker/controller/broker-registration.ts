/**
 * Which brokers the controller counts as alive, and what follows for the partitions when one comes or goes
 * (KafkaController.onBrokerStartup and onBrokerFailure, ClusterControlManager).
 */
import { type NamedPartition, NO_LEADER, type PartitionState, type TopicState } from '../state/control-plane.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { candidateFor, electLeader, isInUse } from './election.ts';
import { takeKnownRoles } from './metadata-delay.ts';

/** The broker has shut down, or its session has ended. */
export function unregisterBroker(controller: Controller, brokerId: number): void {
  const { controlPlane, effects } = controller;
  controlPlane.alterBroker(brokerId, { isRegistered: false });
  effects.event('broker lost', { broker: brokerId });
  withdrawBroker(controller, brokerId);
}

/** The broker has started, or is connected again: it gets its role in every partition it hosts, and may lead some that have no leader. */
export function registerBroker(controller: Controller, brokerId: number): void {
  const { controlPlane, effects } = controller;
  controlPlane.alterBroker(brokerId, { isRegistered: true });
  effects.event('broker started', { broker: brokerId });
  const changed: NamedPartition[] = [];
  for (const [topic, partition] of controlPlane.announcedPartitions()) {
    if (!partition.replicas.includes(brokerId)) continue;
    const isElectable = partition.leader === NO_LEADER && candidateFor(controller, topic, partition) !== undefined;
    changed.push([topic.name, isElectable ? electLeader(controller, topic, partition) : partition]);
  }
  applyPartitions(controller, changed);
  takeKnownRoles(controller, brokerId);
}

/**
 * The broker is about to stop: other replicas lead its partitions, as far as there are any in sync, and it leaves the in-sync replicas
 * (KafkaController.doControlledShutdown).
 */
export function handOver(controller: Controller, brokerId: number): void {
  const changed: NamedPartition[] = [];
  for (const [topic, state] of controller.controlPlane.announcedPartitions()) {
    const hasOthers = state.isr.some((id) => id !== brokerId);
    if (!state.isr.includes(brokerId) || !hasOthers) continue;
    if (state.leader !== brokerId) changed.push([topic.name, withoutReplica(controller, topic, state, brokerId)]);
    else if (candidateFor(controller, topic, state) !== undefined) {
      changed.push([topic.name, electLeader(controller, topic, state)]);
    }
  }
  applyPartitions(controller, changed);
}

/** The broker can no longer serve: its leaderships go to in-sync replicas, and it leaves the in-sync replicas of the others. */
export function withdrawBroker(controller: Controller, brokerId: number): void {
  const changed: NamedPartition[] = [];
  for (const [topic, state] of controller.controlPlane.announcedPartitions()) {
    if (state.leader === brokerId) {
      changed.push([topic.name, electLeader(controller, topic, state)]);
    } else if (state.isr.length > 1 && state.isr.includes(brokerId)) {
      changed.push([topic.name, withoutReplica(controller, topic, state, brokerId)]);
    }
  }
  applyPartitions(controller, changed);
}

/** A registered broker learns its role in every partition it hosts. */
export function updateBroker(controller: Controller, brokerId: number): void {
  const hosted = controller.controlPlane
    .announcedPartitions()
    .filter(([, { replicas }]) => replicas.includes(brokerId))
    .map(([topic, partition]): NamedPartition => [topic.name, partition]);
  applyPartitions(controller, hosted);
}

function withoutReplica(
  controller: Controller,
  topic: TopicState,
  { partition, leader, isr, leaderEpoch }: PartitionState,
  brokerId: number,
): PartitionState {
  const { config, controlPlane, effects } = controller;
  const isRaised = config.mode.epochAfterIsrShrink === 'raised';
  const shrunk = controlPlane.alterPartition(topic.name, partition, {
    isr: isr.filter((id) => id !== brokerId),
    leaderEpoch: isRaised ? leaderEpoch + 1 : leaderEpoch,
  });
  if (isInUse(controller, topic, partition)) {
    effects.event('ISR shrunk', { topic: topic.name, partition, leader, isr: `[${shrunk.isr.join(',')}]` });
  }
  return shrunk;
}
