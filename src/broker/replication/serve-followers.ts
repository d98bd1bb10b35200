/**
 * A leader's side of replication: followers' fetches arrive, move the high watermark, wait, and are answered.
 *
 * Owns: when a follower's fetch is answered, and who hears of a high watermark that has moved.
 * Refuses to know: what followers do with the answer (follow.ts), and who may be in sync (in-sync.ts).
 *
 * A waiting fetch of a live follower has no deadline, so an idle cluster has no events. In Kafka it would be answered empty
 * and asked again every replica.fetch.wait.max.ms; nothing can be seen of that but one thing: a follower learns of a new
 * high watermark by then at the latest. Such a fetch gets a deadline when there is something to tell.
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Token } from '../state/effects.ts';
import { acknowledgeReached } from './acknowledge.ts';
import { watchFetch } from './fetcher.ts';
import type { FollowerProgress } from './follower-progress.ts';
import { join, mayJoin, removeLaggards, watchLag } from './in-sync.ts';
import { readPartition } from './read-partition.ts';
import type { Replica } from './replica.ts';
import { serveWaitingConsumers } from './serve-consumers.ts';

const NOBODY: readonly Replica[] = [];

/** A follower's fetch has arrived at the leader. */
export function receiveFollowerFetch(
  state: ClusterState,
  leader: Broker,
  request: FetchRequest,
  token: Token,
  nowMs: number,
): void {
  const earlier = leader.waitingFollowers[request.replicaId];
  // The follower has given the earlier one up, and with it the connection on which it could be answered.
  if (earlier !== undefined) stopWaiting(leader, earlier, nowMs);
  // A fetch from a follower that has died since must not wait: waiting counts as being caught up.
  const follower = state.broker(request.replicaId);
  const mayWait =
    request.maxWaitMs > 0 &&
    request.partitions.length > 0 &&
    follower?.isUp === true &&
    !follower.fetcher(leader.id).isStale;
  if (mayWait && isCaughtUp(leader, request)) {
    for (let i = 0; i < request.partitions.length; i++) {
      const { topic, partition, fetchOffset } = request.partitions[i] as FetchPartition;
      followerReached(state, leader.replica(topic, partition) as Replica, request.replicaId, fetchOffset, nowMs);
    }
    wait(state, leader, request, token, nowMs);
    return;
  }
  // One that has left the cluster since cannot come back by what it sent before.
  const counts = mayWait || state.isRegistered(request.replicaId);
  const partitions = readForFollower(state, leader, request);
  let isUrgent = !mayWait;
  let bytes = 0;
  for (let i = 0; i < partitions.length; i++) {
    const read = partitions[i] as FetchPartitionResponse;
    if (read.error !== 'NONE' || read.divergingEpoch !== undefined) isUrgent = true;
    else {
      for (const { batch } of read.records) bytes += batch.sizeInBytes;
      if (!counts) continue;
      const replica = leader.replica(read.topic, read.partition) as Replica;
      const { fetchOffset } = request.partitions[i] as FetchPartition;
      followerReached(state, replica, request.replicaId, fetchOffset, nowMs);
    }
  }
  if (isUrgent || bytes >= request.minBytes) answerFollower(state, leader, token, request.replicaId, partitions);
  else wait(state, leader, request, token, nowMs);
}

/** Whether there is nothing to be read, and nothing wrong, at any of the partitions: the way of most fetches. */
function isCaughtUp(leader: Broker, request: FetchRequest): boolean {
  const { partitions } = request;
  for (let i = 0; i < partitions.length; i++) {
    const { topic, partition, fetchOffset, currentLeaderEpoch, lastFetchedEpoch } = partitions[i] as FetchPartition;
    const replica = leader.replica(topic, partition);
    if (replica === undefined || !replica.isLeader || replica.leaderEpoch !== currentLeaderEpoch) return false;
    if (replica.log.endOffset !== fetchOffset) return false;
    // A follower without a record knows no epoch.
    if (lastFetchedEpoch >= 0 && replica.log.leaderEpochs.latest() !== lastFetchedEpoch) return false;
  }
  return true;
}

function wait(state: ClusterState, leader: Broker, request: FetchRequest, token: Token, nowMs: number): void {
  const delayed: DelayedFetch = {
    brokerId: leader.id,
    token,
    request,
    watched: NOBODY,
    deadlineMs: Number.POSITIVE_INFINITY,
  };
  leader.waitingFollowers[request.replicaId] = delayed;
  for (let i = 0; i < request.partitions.length; i++) {
    const asked = request.partitions[i] as FetchPartition;
    const replica = leader.replica(asked.topic, asked.partition) as Replica;
    tellHighWatermarkSoon(state, replica, request.replicaId, delayed, nowMs);
  }
}

/** Answers a fetch that waited, with whatever there is now. */
export function answerWaitingFollower(state: ClusterState, leader: Broker, delayed: DelayedFetch, nowMs: number): void {
  stopWaiting(leader, delayed, nowMs);
  watchFetch(state, nowMs);
  answerFollower(
    state,
    leader,
    delayed.token,
    delayed.request.replicaId,
    readForFollower(state, leader, delayed.request),
  );
}

/** The follower counts no more as caught up by waiting: what waits is answered, and it has to ask anew. */
export function endWaits(state: ClusterState, followerId: number, nowMs: number): void {
  for (const leader of state.brokers) {
    const delayed = leader.waitingFollowers[followerId];
    if (delayed !== undefined) answerWaitingFollower(state, leader, delayed, nowMs);
  }
}

/** The connection of a follower is gone: its fetch waits no more, and it is no longer caught up by waiting. */
export function dropWaitingFollower(leader: Broker, followerId: number, nowMs: number): void {
  const delayed = leader.waitingFollowers[followerId];
  if (delayed !== undefined) stopWaiting(leader, delayed, nowMs);
  // What it was told last may not have arrived.
  for (const replica of leader.replicas()) replica.follower(followerId)?.forgetTold();
}

/** Tells a new high watermark to those followers that have waited long enough for data to come with it. */
export function tellFollowersNews(state: ClusterState, nowMs: number): void {
  state.newsDueMs = Number.POSITIVE_INFINITY;
  for (const leader of state.brokers) {
    for (const delayed of leader.waitingFollowers) {
      if (delayed === undefined) continue;
      if (delayed.deadlineMs <= nowMs) answerWaitingFollower(state, leader, delayed, nowMs);
      else if (delayed.deadlineMs < state.newsDueMs) state.newsDueMs = delayed.deadlineMs;
    }
  }
}

/** There is new data at `replica`: whoever waits for it gets it. */
export function serveWaitingFollowers(state: ClusterState, leader: Broker, replica: Replica, nowMs: number): void {
  const { followers } = replica;
  for (let i = 0; i < followers.length; i++) {
    const { brokerId } = followers[i] as FollowerProgress;
    const delayed = leader.waitingFollowers[brokerId];
    if (delayed !== undefined) answerWaitingFollower(state, leader, delayed, nowMs);
  }
  watchLag(state, replica, nowMs);
}

/** The high watermark of `replica` has moved: Produce requests, consumers and (within the wait) followers hear of it. */
export function highWatermarkMoved(state: ClusterState, replica: Replica, nowMs: number): void {
  acknowledgeReached(state, replica);
  serveWaitingConsumers(state, replica);
  const leader = state.broker(replica.brokerId) as Broker;
  const { followers } = replica;
  for (let i = 0; i < followers.length; i++) {
    const { brokerId } = followers[i] as FollowerProgress;
    const delayed = leader.waitingFollowers[brokerId];
    if (delayed !== undefined) tellHighWatermarkSoon(state, replica, brokerId, delayed, nowMs);
  }
}

/** The log of `replica` begins later: followers hear of it with the next answer, within replica.fetch.wait.max.ms. */
export function tellLogStart(state: ClusterState, replica: Replica, nowMs: number): void {
  const leader = state.broker(replica.brokerId) as Broker;
  for (const follower of replica.followers) {
    follower.forgetTold();
    const delayed = leader.waitingFollowers[follower.brokerId];
    if (delayed !== undefined) tellHighWatermarkSoon(state, replica, follower.brokerId, delayed, nowMs);
  }
}

/** Followers that have lagged for too long leave the in-sync replicas, which may be all that the high watermark waited for. */
export function dropLaggards(state: ClusterState, replica: Replica, nowMs: number): void {
  const hasShrunk = removeLaggards(state, replica, nowMs);
  if (hasShrunk && replica.advanceHighWatermark(nowMs, state.config.replicaLagTimeMaxMs))
    highWatermarkMoved(state, replica, nowMs);
  watchLag(state, replica, nowMs);
}

/** The follower has everything before `offset`: it asks for what comes next. */
function followerReached(
  state: ClusterState,
  replica: Replica,
  followerId: number,
  offset: number,
  nowMs: number,
): void {
  const follower = replica.follower(followerId);
  if (follower === undefined) return;
  const before = follower.endOffset;
  follower.fetched(offset, replica.log.endOffset, nowMs);
  if (mayJoin(state, replica, follower, offset)) join(state, replica, follower, nowMs);
  if (before !== offset && replica.advanceHighWatermark(nowMs, state.config.replicaLagTimeMaxMs)) {
    highWatermarkMoved(state, replica, nowMs);
  }
}

/** One answer for each partition asked for, in that order. */
function readForFollower(state: ClusterState, leader: Broker, request: FetchRequest): FetchPartitionResponse[] {
  let bytesLeft = request.maxBytes;
  let isEmpty = true;
  const reads: FetchPartitionResponse[] = [];
  for (let i = 0; i < request.partitions.length; i++) {
    const asked = request.partitions[i] as FetchPartition;
    const read = readPartition(state, leader, asked, true, 'read_uncommitted', bytesLeft, isEmpty);
    for (const { batch } of read.records) bytesLeft -= batch.sizeInBytes;
    if (read.records.length > 0) isEmpty = false;
    reads.push(read);
  }
  return reads;
}

/** Leaves out partitions of which there is nothing new to say, as an incremental fetch session does (KIP-227). */
function answerFollower(
  state: ClusterState,
  leader: Broker,
  token: Token,
  followerId: number,
  reads: FetchPartitionResponse[],
): void {
  let kept = 0;
  for (let i = 0; i < reads.length; i++) {
    const read = reads[i] as FetchPartitionResponse;
    const follower = leader.replica(read.topic, read.partition)?.follower(followerId);
    const isNews =
      read.error !== 'NONE' ||
      read.records.length > 0 ||
      read.divergingEpoch !== undefined ||
      read.highWatermark !== follower?.toldHighWatermark;
    if (!isNews) continue;
    if (follower !== undefined && read.error === 'NONE') follower.toldHighWatermark = read.highWatermark;
    reads[kept++] = read;
  }
  while (reads.length > kept) reads.pop();
  state.answer(leader.id, token, { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions: reads });
}

function stopWaiting(leader: Broker, delayed: DelayedFetch, nowMs: number): void {
  leader.waitingFollowers[delayed.request.replicaId] = undefined;
  const { partitions } = delayed.request;
  for (let i = 0; i < partitions.length; i++) {
    const { topic, partition } = partitions[i] as FetchPartition;
    leader.replica(topic, partition)?.follower(delayed.request.replicaId)?.waitedUntil(nowMs);
  }
}

function tellHighWatermarkSoon(
  state: ClusterState,
  replica: Replica,
  followerId: number,
  delayed: DelayedFetch,
  nowMs: number,
): void {
  if (replica.follower(followerId)?.toldHighWatermark === replica.log.highWatermark) return;
  const deadlineMs = nowMs + state.config.replicaFetchWaitMaxMs;
  if (deadlineMs < delayed.deadlineMs) delayed.deadlineMs = deadlineMs;
  if (deadlineMs >= state.newsDueMs) return;
  state.newsDueMs = deadlineMs;
  state.wakeBy(deadlineMs);
}
