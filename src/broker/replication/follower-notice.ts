/**
 * When a follower's waiting fetch is answered although there is no data for it.
 *
 * A waiting fetch has no deadline, so that an idle cluster has no events. In Kafka it would be answered empty and sent again every
 * replica.fetch.wait.max.ms. That has three visible effects: by then at the latest the follower knows the high watermark and the log
 * start offset, it asks for partitions that it follows since, and a fault that affects the response has its effect. In all of these
 * cases the fetch gets such a deadline.
 */
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Token } from '../state/effects.ts';
import type { FollowerProgress } from './follower-progress.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';

/** The high watermark of `replica` has moved. */
export function noticeHighWatermark(leader: ReplicaManager, replica: Replica): void {
  const { followers } = replica;
  for (let i = 0; i < followers.length; i++) noticeToFollower(leader, replica, followers[i] as FollowerProgress);
}

/** The log of `replica` begins later. */
export function noticeLogStart(leader: ReplicaManager, replica: Replica): void {
  for (const follower of replica.followers) {
    follower.forgetSentHighWatermark();
    noticeToFollower(leader, replica, follower);
  }
}

/** Limits the wait of a follower's fetch if the follower does not know the high watermark of `replica` yet. */
export function limitWait(leader: ReplicaManager, replica: Replica, delayed: DelayedFetch): void {
  const follower = replica.follower(delayed.request.replicaId);
  if (follower?.sentHighWatermark !== replica.log.highWatermark) setDeadline(leader, delayed, soon(leader));
}

/** Limits the wait of the follower's fetch that arrived under `token`, if it waits. */
export function limitWaitOf(leader: ReplicaManager, token: Token): void {
  const delayed = leader.waitingFollowers.find((waiting) => waiting?.token === token);
  if (delayed !== undefined) setDeadline(leader, delayed, soon(leader));
}

/** The waiting fetch is answered at that time, if it still waits. */
export function setDeadline({ replication }: ReplicaManager, delayed: DelayedFetch, deadlineMs: number): void {
  if (deadlineMs < delayed.deadlineMs) delayed.deadlineMs = deadlineMs;
  replication.followerNotice.bringForward(deadlineMs);
}

function soon({ replication: { config, scheduler } }: ReplicaManager): number {
  return scheduler.nowMs + config.replicaFetchWaitMaxMs;
}

function noticeToFollower(leader: ReplicaManager, replica: Replica, { brokerId }: FollowerProgress): void {
  const delayed = leader.waitingFollowers[brokerId];
  if (delayed !== undefined) limitWait(leader, replica, delayed);
}
