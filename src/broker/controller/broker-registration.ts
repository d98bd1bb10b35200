/**
 * Which brokers the controller counts as alive, and what follows for the partitions when one comes or goes
 * (KafkaController.onBrokerStartup and onBrokerFailure, ClusterControlManager).
 */
import { type NamedPartition, NO_LEADER, type PartitionState } from '../state/control-plane.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { candidateFor, electController, electLeader, isInUse } from './election.ts';

/** The broker has shut down, or its session has expired. */
export function unregisterBroker(controller: Controller, brokerId: number): void {
  const { controlPlane, effects } = controller;
  controlPlane.alterBroker(brokerId, { isRegistered: false });
  effects.event('broker lost', { broker: brokerId });
  if (controlPlane.current.controllerId === brokerId) electController(controller);
  withdrawBroker(controller, brokerId);
}

/** The broker has started, or is connected again: it gets its role in every partition it hosts, and may lead some that have no leader. */
export function registerBroker(controller: Controller, brokerId: number): void {
  const { controlPlane, effects } = controller;
  controlPlane.alterBroker(brokerId, { isRegistered: true });
  effects.event('broker started', { broker: brokerId });
  if (controlPlane.current.controllerId === -1) electController(controller);
  const changed: NamedPartition[] = [];
  for (const [topic, partition] of controlPlane.announcedPartitions()) {
    if (!partition.replicas.includes(brokerId)) continue;
    const isElectable = partition.leader === NO_LEADER && candidateFor(controller, topic, partition) !== undefined;
    changed.push([topic.name, isElectable ? electLeader(controller, topic, partition) : partition]);
  }
  applyPartitions(controller, changed);
}

/** The broker can no longer serve: its leaderships go to in-sync replicas, and it leaves the in-sync replicas of the others. */
export function withdrawBroker(controller: Controller, brokerId: number): void {
  const { controlPlane, effects } = controller;
  const changed: NamedPartition[] = [];
  for (const [topic, state] of controlPlane.announcedPartitions()) {
    if (state.leader === brokerId) {
      changed.push([topic.name, electLeader(controller, topic, state)]);
    } else if (state.isr.length > 1 && state.isr.includes(brokerId)) {
      const { partition, leader } = state;
      const shrunk = withoutReplica(controller, topic.name, state, brokerId);
      changed.push([topic.name, shrunk]);
      if (!isInUse(controller, topic, partition)) continue;
      effects.event('ISR shrunk', { topic: topic.name, partition, leader, isr: `[${shrunk.isr.join(',')}]` });
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
  { config, controlPlane }: Controller,
  topic: string,
  { partition, isr, leaderEpoch }: PartitionState,
  brokerId: number,
): PartitionState {
  const isRaised = config.mode.epochAfterIsrShrink === 'raised';
  return controlPlane.alterPartition(topic, partition, {
    isr: isr.filter((id) => id !== brokerId),
    leaderEpoch: isRaised ? leaderEpoch + 1 : leaderEpoch,
  });
}
