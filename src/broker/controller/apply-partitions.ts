/**
 * Brokers learn of changed partitions: who leads, who follows, who is in sync (LeaderAndIsr).
 *
 * All brokers learn of a change at the same time, except for those that are not connected to the controller; in Kafka they learn of
 * it one after the other.
 */
import type { Fetcher } from '../replication/fetcher.ts';
import { refetch } from '../replication/follow.ts';
import { becomeFollower, becomeLeader } from '../replication/leadership.ts';
import type { NamedPartition } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';
import { watchImbalance } from './preferred-leaders.ts';

/** Gives every replica of these partitions its role. */
export function applyPartitions(controller: Controller, changed: readonly NamedPartition[]): void {
  const { replication } = controller;
  const fetchersToRefresh = new Set<Fetcher>();
  for (const [topic, partition] of changed) {
    for (const id of partition.replicas) {
      const manager = replication.manager(id);
      const replica = manager?.replica(topic, partition.partition);
      if (manager === undefined || replica === undefined || replica.isOffline) continue;
      if (!manager.broker.isUp || !manager.broker.hasController) continue;
      if (id === partition.leader) {
        becomeLeader(manager, replica, partition);
        continue;
      }
      const fetcher = becomeFollower(manager, replica, partition);
      if (fetcher !== undefined) fetchersToRefresh.add(fetcher);
    }
  }
  for (const fetcher of fetchersToRefresh) refetch(replication, fetcher);
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
