/**
 * The leader's side of replication: a follower's fetch arrives, shows how far the follower is, and waits or is answered.
 *
 * What the follower does with the answer is in follow.ts.
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Token } from '../state/effects.ts';
import { deletionsReached } from './delayed-deletions.ts';
import { limitWait, setDeadline } from './follower-notice.ts';
import type { FollowerProgress } from './follower-progress.ts';
import { raiseHighWatermark } from './high-watermark.ts';
import { joinIfEligible, watchLag } from './in-sync.ts';
import { hasProblem, isWorthAnswering, type Reader, readPartitions } from './read-partition.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

const NO_LISTS: readonly DelayedFetch[][] = [];
const FOLLOWER: Reader = { isFollower: true, isolationLevel: 'read_uncommitted', onlyFromLeader: true, rackId: '' };

export function receiveFollowerFetch(leader: ReplicaManager, request: FetchRequest, token: Token): void {
  const earlier = leader.waitingFollowers[request.replicaId];
  // The follower has abandoned its earlier fetch, and with it the connection on which that could be answered.
  if (earlier !== undefined) stopWaiting(leader, earlier);
  const isExpected = isExpectedByFollower(leader, request);
  if (isExpected && hasNothingToRead(leader, request)) {
    noteProgress(leader, request);
    wait(leader, request, token);
    return;
  }
  const reads = readForFollower(leader, request);
  // A follower that has left the cluster cannot rejoin the in-sync replicas by a fetch that it sent before.
  const isCounted = isExpected || leader.replication.controlPlane.isRegistered(request.replicaId);
  if (isCounted) noteProgress(leader, request, reads);
  if (isExpected && !isWorthAnswering(reads, request.minBytes)) wait(leader, request, token);
  else answer(leader, token, request.replicaId, reads);
}

/** Ends a wait at that time, or at once if it has come. */
export function endWaitAt(leader: ReplicaManager, delayed: DelayedFetch, atMs: number): void {
  if (atMs <= leader.replication.scheduler.nowMs) answerWaitingFollower(leader, delayed);
  else setDeadline(leader, delayed, atMs);
}

/** The broker no longer leads `replica`: the fetches that ask for it are answered (DelayedFetch.tryComplete). */
export function endWaitsFor(leader: ReplicaManager, { topic, partition }: Replica): void {
  const asksForIt = (asked: FetchPartition): boolean => asked.topic === topic && asked.partition === partition;
  for (const delayed of leader.waitingFollowers) {
    if (delayed?.request.partitions.some(asksForIt)) answerWaitingFollower(leader, delayed);
  }
}

/** Sends a waiting follower what there is by now. */
export function answerWaitingFollower(leader: ReplicaManager, delayed: DelayedFetch): void {
  stopWaiting(leader, delayed);
  const { scheduler, config, lagCheck } = leader.replication;
  lagCheck.bringForward(scheduler.nowMs + config.requestTimeoutMs);
  const { token, request } = delayed;
  answer(leader, token, request.replicaId, readForFollower(leader, request));
}

/** There is new data at `replica`: the followers that wait for it get it. */
export function serveWaitingFollowers(leader: ReplicaManager, replica: Replica): void {
  const { followers } = replica;
  for (let i = 0; i < followers.length; i++) {
    const { brokerId, endOffset } = followers[i] as FollowerProgress;
    // A follower that has never asked for it waits for data of other partitions.
    const delayed = endOffset < 0 ? undefined : leader.waitingFollowers[brokerId];
    if (delayed !== undefined) answerWaitingFollower(leader, delayed);
  }
  watchLag(leader, replica);
}

/** Answers all waiting followers of a leader. */
export function answerAllWaitingFollowers(leader: ReplicaManager): void {
  for (const delayed of leader.waitingFollowers) {
    if (delayed !== undefined) answerWaitingFollower(leader, delayed);
  }
}

/** Answers the followers whose wait has a deadline (follower-notice.ts) that has passed. */
export function sendFollowerNotices({ managers, scheduler, followerNotice }: Replication): void {
  for (const leader of managers) {
    for (const delayed of leader.waitingFollowers) {
      if (delayed === undefined) continue;
      if (delayed.deadlineMs <= scheduler.nowMs) answerWaitingFollower(leader, delayed);
      else followerNotice.repeatBy(delayed.deadlineMs);
    }
  }
}

/** Ends the waits of one follower at all leaders, so that it no longer counts as caught up by waiting. */
export function endWaits({ managers }: Replication, followerId: number): void {
  for (const leader of managers) {
    const delayed = leader.waitingFollowers[followerId];
    if (delayed !== undefined) answerWaitingFollower(leader, delayed);
  }
}

/** The follower's connection is gone: its fetch waits no longer, and it no longer counts as caught up by waiting. */
export function dropWaitingFollower(leader: ReplicaManager, followerId: number): void {
  const delayed = leader.waitingFollowers[followerId];
  if (delayed !== undefined) stopWaiting(leader, delayed);
  // The last answer may not have arrived.
  for (const replica of leader.replicas()) replica.follower(followerId)?.forgetSentHighWatermark();
}

/** Whether the fetch may wait. If its follower has died, the wait must not count as caught up. */
function isExpectedByFollower({ broker, replication }: ReplicaManager, request: FetchRequest): boolean {
  if (request.maxWaitMs <= 0 || request.partitions.length === 0) return false;
  const { manager, scheduler } = replication;
  const follower = manager(request.replicaId);
  return follower?.broker.isUp === true && follower.fetcher(broker.id).waitEndsMs > scheduler.nowMs;
}

/** Whether no partition has anything to read or any problem, which is true of most fetches. */
function hasNothingToRead(leader: ReplicaManager, { partitions }: FetchRequest): boolean {
  for (let i = 0; i < partitions.length; i++) {
    const { topic, partition, fetchOffset, currentLeaderEpoch, lastFetchedEpoch } = partitions[i] as FetchPartition;
    const replica = leader.replica(topic, partition);
    if (replica === undefined || !replica.isLeader || replica.leaderEpoch !== currentLeaderEpoch) return false;
    if (replica.log.endOffset !== fetchOffset) return false;
    // A follower without a record does not know any epoch.
    if (lastFetchedEpoch >= 0 && replica.log.leaderEpochs.latest() !== lastFetchedEpoch) return false;
  }
  return true;
}

function readForFollower(leader: ReplicaManager, { partitions, maxBytes }: FetchRequest): FetchPartitionResponse[] {
  return readPartitions(leader, partitions, FOLLOWER, { bytesLeft: maxBytes, isEmpty: true });
}

/** The follower has everything before the offsets at which it fetches, unless the read shows that their logs differ. */
function noteProgress(leader: ReplicaManager, request: FetchRequest, reads?: readonly FetchPartitionResponse[]): void {
  const { partitions, replicaId } = request;
  for (let i = 0; i < partitions.length; i++) {
    if (reads !== undefined && hasProblem(reads[i] as FetchPartitionResponse)) continue;
    const asked = partitions[i] as FetchPartition;
    followerReached(leader, leader.replica(asked.topic, asked.partition) as Replica, replicaId, asked);
  }
}

function followerReached(leader: ReplicaManager, replica: Replica, followerId: number, asked: FetchPartition): void {
  const { fetchOffset: offset, logStartOffset } = asked;
  const follower = replica.follower(followerId);
  if (follower === undefined) return;
  follower.logStartOffset = logStartOffset;
  if (replica.deletions.length > 0) deletionsReached(leader.replication, replica);
  const before = follower.endOffset;
  follower.fetched(offset, replica.log.endOffset, leader.replication.scheduler.nowMs);
  joinIfEligible(leader, replica, follower, offset);
  if (before !== offset) raiseHighWatermark(leader, replica);
}

function wait(leader: ReplicaManager, request: FetchRequest, token: Token): void {
  const delayed: DelayedFetch = {
    brokerId: leader.broker.id,
    token,
    request,
    known: request.partitions,
    onlyFromLeader: true,
    watchLists: NO_LISTS,
    deadlineMs: Number.POSITIVE_INFINITY,
  };
  leader.waitingFollowers[request.replicaId] = delayed;
  for (let i = 0; i < request.partitions.length; i++) {
    const { topic, partition } = request.partitions[i] as FetchPartition;
    limitWait(leader, leader.replica(topic, partition) as Replica, delayed);
  }
  const waitEndsMs = leader.replication.manager(request.replicaId)?.fetcher(leader.broker.id).waitEndsMs;
  if (waitEndsMs !== undefined && waitEndsMs < delayed.deadlineMs) setDeadline(leader, delayed, waitEndsMs);
}

function stopWaiting(leader: ReplicaManager, { request }: DelayedFetch): void {
  const { replicaId, partitions } = request;
  const { scheduler, config } = leader.replication;
  leader.waitingFollowers[replicaId] = undefined;
  for (let i = 0; i < partitions.length; i++) {
    const { topic, partition } = partitions[i] as FetchPartition;
    leader.replica(topic, partition)?.follower(replicaId)?.waitedUntil(scheduler.nowMs);
  }
  // The wait was as good as a series of fetches, so the time within which the follower expects an answer begins now.
  const fetcher = leader.replication.manager(replicaId)?.fetcher(leader.broker.id);
  if (fetcher !== undefined) fetcher.deadlineMs = scheduler.nowMs + config.requestTimeoutMs;
}

/** Leaves out partitions without anything new to the follower, as an incremental fetch session does (KIP-227). */
function answer(leader: ReplicaManager, token: Token, followerId: number, reads: FetchPartitionResponse[]): void {
  let kept = 0;
  for (let i = 0; i < reads.length; i++) {
    const read = reads[i] as FetchPartitionResponse;
    const follower = leader.replica(read.topic, read.partition)?.follower(followerId);
    const isNew = hasProblem(read) || read.records.length > 0 || read.highWatermark !== follower?.sentHighWatermark;
    if (!isNew) continue;
    if (follower !== undefined && read.error === 'NONE') follower.sentHighWatermark = read.highWatermark;
    reads[kept++] = read;
  }
  while (reads.length > kept) reads.pop();
  const response = { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions: reads } as const;
  leader.replication.effects.answer(leader.broker.id, token, response);
}
