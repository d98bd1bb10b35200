/**
 * What a new controller in ZooKeeper mode changes: brokers have come and gone while there was none (KafkaController.onControllerFailover).
 *
 * A controller that is there when a broker fails elects a leader and removes the broker from the in-sync replicas in one step. A new
 * one does the second first, so that the leader epoch rises twice where the failed broker was the leader (ReplicaStateMachine.startup,
 * PartitionStateMachine.startup).
 */
import { type NamedPartition, NO_LEADER, type PartitionState } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';
import { candidateFor, electLeader } from './election.ts';

/** Changes the control plane, and returns all partitions. */
export function takeOverPartitions(controller: Controller): NamedPartition[] {
  const { controlPlane } = controller;
  return controlPlane.announcedPartitions().map(([topic, found]) => {
    const partition = withoutDeadReplicas(controller, topic.name, found);
    const isElectable = partition.leader === NO_LEADER && candidateFor(controller, topic, partition) !== undefined;
    return [topic.name, isElectable ? electLeader(controller, topic, partition) : partition];
  });
}

/** Each failed replica is removed with a new leader epoch; the last one in sync stays so. */
function withoutDeadReplicas({ controlPlane }: Controller, topic: string, found: PartitionState): PartitionState {
  let state = found;
  for (const id of found.replicas) {
    if (controlPlane.isRegistered(id) || !state.isr.includes(id)) continue;
    state = controlPlane.alterPartition(topic, state.partition, {
      leader: state.leader === id ? NO_LEADER : state.leader,
      isr: state.isr.length === 1 ? state.isr : state.isr.filter((other) => other !== id),
      leaderEpoch: state.leaderEpoch + 1,
    });
  }
  return state;
}
