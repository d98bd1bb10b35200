/**
 * When a follower's waiting fetch is answered although there is no data for it.
 *
 * A waiting fetch has no deadline, so that an idle cluster has no events. In Kafka it would be answered empty and sent again every
 * replica.fetch.wait.max.ms. That has three visible effects: by then at the latest the follower knows the high watermark and the log
 * start offset, it asks for partitions that it follows since, and a fault that affects the response has its effect. In all of these
 * cases the fetch gets such a deadline.
 */
import type { Token } from '../state/effects.ts';
import { type FollowerFetches, noteNews } from './follower-fetches.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';
import type { SessionPartition } from './sessions/session-partitions.ts';

/** The high watermark of `replica` has moved, or its log begins later: waiting followers are sent that. */
export function noticeChange(leader: ReplicaManager, replica: Replica): void {
  noteNews(replica);
  const { watchers } = replica;
  for (let i = 0; i < watchers.length; i++) {
    const { tracker } = (watchers[i] as SessionPartition).partitions;
    if (tracker === undefined) continue;
    const fetches = leader.followerFetches(tracker.followerId);
    if (fetches.isWaiting) limitWait(leader, fetches);
  }
}

/** Limits the wait of a follower's fetch, as there is something that the follower does not know. */
export function limitWait(leader: ReplicaManager, fetches: FollowerFetches): void {
  const { config, scheduler } = leader.replication;
  setDeadline(leader, fetches, scheduler.nowMs + config.replicaFetchWaitMaxMs);
}

/** Limits the wait of the follower's fetch that arrived under `token`, if it waits. */
export function limitWaitOf(leader: ReplicaManager, token: Token): void {
  const fetches = leader.waitingFetches().find((waiting) => waiting.token === token);
  if (fetches !== undefined) limitWait(leader, fetches);
}

/** The waiting fetch is answered at that time, if it still waits. */
export function setDeadline({ replication }: ReplicaManager, fetches: FollowerFetches, deadlineMs: number): void {
  if (deadlineMs < fetches.deadlineMs) fetches.deadlineMs = deadlineMs;
  replication.followerNotice.bringForward(deadlineMs);
}
