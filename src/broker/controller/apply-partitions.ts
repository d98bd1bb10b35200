/**
 * Brokers learn of changed partitions: who leads, who follows, who is in sync (LeaderAndIsr).
 *
 * All brokers learn of a change at the same time, except for those that are not connected to the controller or receive changes later
 * (metadata-delay.ts); in Kafka they learn of it one after the other.
 */
import type { Fetcher } from '../replication/fetcher.ts';
import { refetch } from '../replication/follow.ts';
import { becomeFollower, becomeLeader } from '../replication/leadership.ts';
import type { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { ControlPlane, NamedPartition, PartitionState } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';
import { watchImbalance } from './preferred-leaders.ts';

/** Gives every replica of these partitions its role, on brokers that receive changes at once. */
export function applyPartitions(controller: Controller, changed: readonly NamedPartition[]): void {
  const { replication } = controller;
  const fetchersToRefresh = new Set<Fetcher>();
  for (const [topic, partition] of changed) {
    for (const id of partition.replicas) {
      const manager = replication.manager(id);
      const replica = manager?.replica(topic, partition.partition);
      if (manager === undefined || replica === undefined || replica.isOffline) continue;
      if (!manager.broker.isUp || !manager.broker.isUpToDate) continue;
      const fetcher = takeRole(manager, replica, partition);
      if (fetcher !== undefined) fetchersToRefresh.add(fetcher);
    }
  }
  for (const fetcher of fetchersToRefresh) refetch(replication, fetcher);
  partitionsChanged(controller);
}

/** Gives the replicas of one broker the roles that `plane` says, except for those of which it knows a later state. */
export function applyControlPlane(controller: Controller, manager: ReplicaManager, plane: ControlPlane): void {
  const fetchersToRefresh = new Set<Fetcher>();
  for (const topic of plane.topics) {
    // A topic that was deleted has no logs any more, and another one may have its name.
    if (!topic.isAnnounced || controller.controlPlane.topic(topic.name)?.topicId !== topic.topicId) continue;
    for (const state of topic.partitions) {
      const replica = manager.replica(topic.name, state.partition);
      if (replica === undefined || replica.isOffline || !state.replicas.includes(manager.broker.id)) continue;
      if (replica.partitionEpoch >= state.partitionEpoch) continue;
      const fetcher = takeRole(manager, replica, state);
      if (fetcher !== undefined) fetchersToRefresh.add(fetcher);
    }
  }
  for (const fetcher of fetchersToRefresh) refetch(controller.replication, fetcher);
  partitionsChanged(controller);
}

/** Returns the fetcher that has to fetch differently from now on; undefined if there is none. */
function takeRole(manager: ReplicaManager, replica: Replica, state: PartitionState): Fetcher | undefined {
  if (state.leader !== manager.broker.id) return becomeFollower(manager, replica, state);
  becomeLeader(manager, replica, state);
  return undefined;
}

function partitionsChanged(controller: Controller): void {
  controller.options.onPartitionsChanged();
  watchImbalance(controller, moveLeader);
}

/** Moves a partition's leadership to a replica that is in sync. */
export function moveLeader(controller: Controller, [topic, state]: NamedPartition, leader: number): void {
  const { partition, leaderEpoch } = state;
  const moved = controller.controlPlane.alterPartition(topic, partition, { leader, leaderEpoch: leaderEpoch + 1 });
  applyPartitions(controller, [[topic, moved]]);
  controller.effects.event('leader elected', { topic, partition, leader, epoch: moved.leaderEpoch });
}
