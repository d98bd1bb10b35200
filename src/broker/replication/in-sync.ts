/**
 * Which followers join and leave the in-sync replicas (the leader's part of AlterPartition). The controller here approves every
 * change immediately, as long as the leader is connected to it and knows the present state of the partition.
 */
import type { FollowerProgress } from './follower-progress.ts';
import { raiseHighWatermark } from './high-watermark.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

/** The follower has fetched at `offset`: if that is far enough, it joins the in-sync replicas (Partition.maybeExpandIsr). */
export function joinIfEligible(
  leader: ReplicaManager,
  replica: Replica,
  follower: FollowerProgress,
  offset: number,
): void {
  if (follower.isInSync || offset < replica.log.highWatermark || offset < replica.epochStartOffset) return;
  const { replication } = leader;
  const { topic, partition } = replica;
  if (!isApproved(leader, replica) || !isEligible(replication, follower.brokerId, topic, partition)) return;
  const { controlPlane, scheduler } = replication;
  const members = controlPlane.partition(topic, partition)?.replicas ?? [];
  const isr = members.filter((id) => id === follower.brokerId || replica.isr.includes(id));
  follower.joined(scheduler.nowMs);
  alterIsr(replication, replica, isr, 'ISR expanded');
  // It may be the one that was missing.
  raiseHighWatermark(leader, replica);
  for (const listener of leader.leadershipListeners) listener.changed(replica);
  if (replication.onIsrExpanded !== undefined) {
    scheduler.afterCall(() => replication.onIsrExpanded?.(topic, partition));
  }
}

/** Followers that have lagged for too long leave, which may be all that the high watermark waited for. */
export function removeLaggards(leader: ReplicaManager, replica: Replica): void {
  // The regular check visits all partitions, of which few have a follower that is behind.
  if (replica.areFollowersAtEnd) return;
  if (isApproved(leader, replica)) {
    const { config, scheduler } = leader.replication;
    const maxLagMs = config.replicaLagTimeMaxMs;
    const { endOffset } = replica.log;
    const isr = replica.isr.filter(
      (id) =>
        id === replica.brokerId || replica.follower(id)?.isCaughtUp(endOffset, scheduler.nowMs, maxLagMs) !== false,
    );
    if (isr.length < replica.isr.length) {
      alterIsr(leader.replication, replica, isr, 'ISR shrunk');
      raiseHighWatermark(leader, replica);
      for (const listener of leader.leadershipListeners) listener.changed(replica);
    }
  }
  watchLag(leader, replica);
}

/** Has the followers of `replica` that are behind checked when they may have been for too long. */
export function watchLag(leader: ReplicaManager, replica: Replica): void {
  const { followers } = replica;
  const { config, scheduler, lagCheck } = leader.replication;
  for (let i = 0; i < followers.length; i++) {
    const follower = followers[i] as FollowerProgress;
    if (follower.endOffset === replica.log.endOffset || !follower.isInSync || !isApproved(leader, replica)) continue;
    // The time of a follower that died while there was nothing to fetch may be over already.
    lagCheck.bringForward(Math.max(scheduler.nowMs, follower.lagExceededMs(config.replicaLagTimeMaxMs)));
  }
}

/**
 * Whether the controller approves changes that this leader requests: it can be reached, and the leader knows the present state of the
 * partition. (Otherwise it answers FENCED_LEADER_EPOCH or INVALID_UPDATE_VERSION, and the leader waits for the metadata.)
 */
function isApproved({ broker, replication }: ReplicaManager, replica: Replica): boolean {
  if (!broker.hasController) return false;
  if (broker.isUpToDate) return true;
  const state = replication.controlPlane.partition(replica.topic, replica.partition);
  return state?.leader === broker.id && state.partitionEpoch === replica.partitionEpoch;
}

/** Whether the broker could lead the partition: the controller counts it as alive, and knows of no failure of its disk. */
export function isEligible(
  { controlPlane, manager, config }: Replication,
  brokerId: number,
  topic: string,
  partition: number,
): boolean {
  if (!controlPlane.isRegistered(brokerId)) return false;
  return (
    config.mode.logDirFailures === 'not reported' || manager(brokerId)?.replica(topic, partition)?.isOffline !== true
  );
}

function alterIsr(
  { controlPlane, effects }: Replication,
  replica: Replica,
  isr: readonly number[],
  event: 'ISR expanded' | 'ISR shrunk',
): void {
  const { topic, partition, brokerId } = replica;
  const altered = controlPlane.alterPartition(topic, partition, { isr });
  replica.isr = altered.isr;
  replica.partitionEpoch = altered.partitionEpoch;
  effects.event(event, { topic, partition, leader: brokerId, isr: `[${isr.join(',')}]` });
}
