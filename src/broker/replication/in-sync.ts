/**
 * In-sync replicas that come (the leader's part of AlterPartition, which the controller here grants at once) and go.
 *
 * Owns: who may join, who has lagged for too long, and when somebody has to look.
 * Refuses to know: fetches (serve-followers.ts), and what is waiting for the high watermark.
 */
import type { ClusterState } from '../state/cluster-state.ts';
import type { FollowerProgress } from './follower-progress.ts';
import type { Replica } from './replica.ts';

/** In sync again, as far as the leader can see, and the controller counts on it (Partition.isReplicaIsrEligible). */
export function mayJoin(state: ClusterState, replica: Replica, follower: FollowerProgress, offset: number): boolean {
  if (follower.isInSync || offset < replica.log.highWatermark || offset < replica.epochStartOffset) return false;
  return (
    state.canServe(follower.brokerId, replica.topic, replica.partition) && hearsController(state, replica.brokerId)
  );
}

/** The follower is in sync from now on. */
export function join(state: ClusterState, replica: Replica, follower: FollowerProgress, nowMs: number): void {
  const members = state.topic(replica.topic)?.partitions[replica.partition]?.replicas ?? [];
  const isr = members.filter((id) => id === follower.brokerId || replica.isr.includes(id));
  follower.joined(nowMs);
  alterIsr(state, replica, isr, 'ISR expanded');
  if (state.onIsrExpanded !== undefined) tellOfExpansion(state, replica);
}

/** Those that have lagged for longer than replica.lag.time.max.ms leave. Returns whether any did. */
export function removeLaggards(state: ClusterState, replica: Replica, nowMs: number): boolean {
  if (!hearsController(state, replica.brokerId)) return false;
  const maxLagMs = state.config.replicaLagTimeMaxMs;
  const { endOffset } = replica.log;
  const isr = replica.isr.filter(
    (id) => id === replica.brokerId || replica.follower(id)?.isCaughtUp(endOffset, nowMs, maxLagMs) !== false,
  );
  if (isr.length === replica.isr.length) return false;
  alterIsr(state, replica, isr, 'ISR shrunk');
  return true;
}

/** Sees to it that somebody looks when a follower of `replica` that is behind has been so for too long. */
export function watchLag(state: ClusterState, replica: Replica, nowMs: number): void {
  const { followers } = replica;
  for (let i = 0; i < followers.length; i++) {
    const follower = followers[i] as FollowerProgress;
    if (follower.endOffset === replica.log.endOffset) continue;
    // One that died with nothing to fetch is too late at once when there is something.
    const dueMs = Math.max(nowMs, follower.lastCaughtUpMs + state.config.replicaLagTimeMaxMs + 1);
    if (dueMs >= state.lagCheckMs || !follower.isInSync) continue;
    if (!hearsController(state, replica.brokerId)) continue;
    state.lagCheckMs = dueMs;
    state.wakeBy(dueMs);
  }
}

/** What a leader wants of the controller while it is cut off is never granted: its in-sync replicas stay as they were. */
function hearsController(state: ClusterState, leaderId: number): boolean {
  return state.broker(leaderId)?.lastHeard === undefined;
}

function tellOfExpansion(state: ClusterState, { topic, partition }: Replica): void {
  state.afterCall((nowMs) => state.onIsrExpanded?.(topic, partition, nowMs));
}

function alterIsr(state: ClusterState, replica: Replica, isr: readonly number[], event: string): void {
  const { topic, partition, brokerId } = replica;
  replica.isr = state.alterPartition(topic, partition, { isr }).isr;
  state.event(event, { topic, partition, leader: brokerId, isr: `[${isr.join(',')}]` });
}
