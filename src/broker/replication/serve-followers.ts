/**
 * The leader's side of replication: a follower's fetch arrives, shows how far the follower is, and waits or is answered.
 *
 * What the follower does with the answer is in follow.ts.
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { Token } from '../state/effects.ts';
import { deletionsReached } from './delayed-deletions.ts';
import { type FollowerFetches, noteNews, replicaOf, watch } from './follower-fetches.ts';
import { limitWait, setDeadline } from './follower-notice.ts';
import { raiseHighWatermark } from './high-watermark.ts';
import { joinIfEligible, watchLag } from './in-sync.ts';
import { hasProblem, isWorthAnswering, type ReadBudget, type Reader, readReplica } from './read-partition.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';
import { NO_SESSION } from './sessions/fetch-session.ts';
import type { SessionPartition } from './sessions/session-partitions.ts';

const FOLLOWER: Reader = { isFollower: true, isolationLevel: 'read_uncommitted', onlyFromLeader: true, rackId: '' };
/** First version with topic ids in place of names (KIP-516). */
const TOPIC_IDS_SINCE = 13;
const NO_READS: readonly FetchPartitionResponse[] = [];

export function receiveFollowerFetch(
  leader: ReplicaManager,
  request: FetchRequest,
  apiVersion: number,
  token: Token,
): void {
  const { broker, replication } = leader;
  const fetches = leader.followerFetches(request.replicaId);
  // The follower has abandoned its earlier fetch, and with it the connection on which that could be answered.
  if (fetches.isWaiting) stopWaiting(leader, fetches);
  const error = fetches.take(request, apiVersion >= TOPIC_IDS_SINCE);
  if (error !== 'NONE') {
    const refusal = { api: 'Fetch', throttleTimeMs: 0, error, sessionId: NO_SESSION, partitions: NO_READS } as const;
    replication.effects.answer(broker.id, token, refusal);
    return;
  }
  fetches.token = token;
  const isExpected = isExpectedByFollower(leader, fetches, request);
  if (isExpected && hasNothingToRead(leader, fetches)) {
    noteProgress(leader, fetches);
    wait(leader, fetches);
    return;
  }
  const reads = readNews(leader, fetches, request);
  // A follower that has left the cluster cannot rejoin the in-sync replicas by a fetch that it sent before.
  const isCounted = isExpected || replication.controlPlane.isRegistered(request.replicaId);
  if (isCounted) noteProgress(leader, fetches, reads);
  if (isExpected && !isWorthAnswering(reads, request.minBytes)) wait(leader, fetches);
  else answer(leader, fetches, reads);
}

/** Ends a wait at that time, or at once if it has come. */
export function endWaitAt(leader: ReplicaManager, fetches: FollowerFetches, atMs: number): void {
  if (atMs <= leader.replication.scheduler.nowMs) answerWaitingFollower(leader, fetches);
  else setDeadline(leader, fetches, atMs);
}

/** The broker no longer leads `replica`: the fetches that ask for it are answered (DelayedFetch.tryComplete). */
export function endWaitsFor(leader: ReplicaManager, replica: Replica): void {
  noteNews(replica);
  serveWatchers(leader, replica);
}

/** Sends a waiting follower what there is by now. */
export function answerWaitingFollower(leader: ReplicaManager, fetches: FollowerFetches): void {
  stopWaiting(leader, fetches);
  const { scheduler, config, lagCheck } = leader.replication;
  lagCheck.bringForward(scheduler.nowMs + config.requestTimeoutMs);
  fetches.orderNews();
  answer(leader, fetches, readNews(leader, fetches, fetches.request as FetchRequest));
}

/** There is new data at `replica`: the followers that wait for it get it. */
export function serveWaitingFollowers(leader: ReplicaManager, replica: Replica): void {
  noteNews(replica);
  serveWatchers(leader, replica);
  watchLag(leader, replica);
}

function serveWatchers(leader: ReplicaManager, { watchers }: Replica): void {
  for (let i = 0; i < watchers.length; i++) {
    const { tracker } = (watchers[i] as SessionPartition).partitions;
    if (tracker === undefined) continue;
    const fetches = leader.followerFetches(tracker.followerId);
    if (fetches.isWaiting) answerWaitingFollower(leader, fetches);
  }
}

/** Answers all waiting followers of a leader. */
export function answerAllWaitingFollowers(leader: ReplicaManager): void {
  for (const fetches of leader.waitingFetches()) answerWaitingFollower(leader, fetches);
}

/** Answers the followers whose wait has a deadline (follower-notice.ts) that has passed. */
export function sendFollowerNotices({ managers, scheduler, followerNotice }: Replication): void {
  for (const leader of managers) {
    for (const fetches of leader.waitingFetches()) {
      if (fetches.deadlineMs <= scheduler.nowMs) answerWaitingFollower(leader, fetches);
      else followerNotice.repeatBy(fetches.deadlineMs);
    }
  }
}

/** Ends the waits of one follower at all leaders, so that it no longer counts as caught up by waiting. */
export function endWaits({ managers }: Replication, followerId: number): void {
  for (const leader of managers) {
    const fetches = leader.followerFetches(followerId);
    if (fetches.isWaiting) answerWaitingFollower(leader, fetches);
  }
}

/** The follower's connection is gone: its fetch waits no longer, and it no longer counts as caught up by waiting. */
export function dropWaitingFollower(leader: ReplicaManager, followerId: number): void {
  const fetches = leader.followerFetches(followerId);
  if (fetches.isWaiting) stopWaiting(leader, fetches);
}

/** Whether the fetch may wait. If its follower has died, the wait must not count as caught up. */
function isExpectedByFollower(
  { broker, replication }: ReplicaManager,
  { partitions }: FollowerFetches,
  request: FetchRequest,
): boolean {
  if (request.maxWaitMs <= 0 || partitions.size === 0) return false;
  const { manager, scheduler } = replication;
  const follower = manager(request.replicaId);
  return follower?.broker.isUp === true && follower.fetcher(broker.id).waitEndsMs > scheduler.nowMs;
}

/** Whether no partition has anything to read or any problem, which is true of most fetches. */
function hasNothingToRead(leader: ReplicaManager, { news }: FollowerFetches): boolean {
  for (let i = 0; i < news.length; i++) {
    const partition = news[i] as SessionPartition;
    const replica = replicaOf(leader, partition);
    if (replica === undefined || !hasAll(replica, partition)) return false;
  }
  return true;
}

/** Whether the follower has all records of the leader that it asks, in the leader's epoch. */
function hasAll({ isLeader, leaderEpoch, topicId, log }: Replica, { asked }: SessionPartition): boolean {
  if (!isLeader || leaderEpoch !== asked.currentLeaderEpoch || log.endOffset !== asked.fetchOffset) return false;
  if (asked.topicId !== undefined && asked.topicId !== topicId) return false;
  // A follower without a record does not know any epoch.
  return asked.lastFetchedEpoch < 0 || log.leaderEpochs.latest() === asked.lastFetchedEpoch;
}

/** One read for each of the news. */
function readNews(
  leader: ReplicaManager,
  fetches: FollowerFetches,
  { maxBytes }: FetchRequest,
): FetchPartitionResponse[] {
  const { news } = fetches;
  const budget: ReadBudget = { bytesLeft: maxBytes, isEmpty: true };
  const readOne = (partition: SessionPartition): FetchPartitionResponse =>
    readReplica(leader, replicaOf(leader, partition), partition.asked, FOLLOWER, budget);
  return news.length === 1 ? [readOne(news[0] as SessionPartition)] : news.map(readOne);
}

/** The follower has everything before the offsets at which it fetches, unless the read shows that their logs differ. */
function noteProgress(
  leader: ReplicaManager,
  fetches: FollowerFetches,
  reads?: readonly FetchPartitionResponse[],
): void {
  fetches.fetched(leader.replication.scheduler.nowMs);
  const { news, followerId } = fetches;
  // What is noted may be news for this follower, too.
  const count = news.length;
  for (let i = 0; i < count; i++) {
    if (reads !== undefined && hasProblem(reads[i] as FetchPartitionResponse)) continue;
    const partition = news[i] as SessionPartition;
    followerReached(leader, replicaOf(leader, partition) as Replica, followerId, partition.asked);
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

function wait(leader: ReplicaManager, fetches: FollowerFetches): void {
  const { followerId } = fetches;
  fetches.isWaiting = true;
  fetches.deadlineMs = Number.POSITIVE_INFINITY;
  settleNews(leader, fetches);
  const waitEndsMs = leader.replication.manager(followerId)?.fetcher(leader.broker.id).waitEndsMs;
  if (waitEndsMs !== undefined && waitEndsMs < fetches.deadlineMs) setDeadline(leader, fetches, waitEndsMs);
}

function stopWaiting(leader: ReplicaManager, fetches: FollowerFetches): void {
  const { followerId, news } = fetches;
  const { scheduler, config } = leader.replication;
  fetches.isWaiting = false;
  fetches.fetched(scheduler.nowMs);
  for (let i = 0; i < news.length; i++) {
    replicaOf(leader, news[i] as SessionPartition)
      ?.follower(followerId)
      ?.waitedUntil(scheduler.nowMs);
  }
  // The wait was as good as a series of fetches, so the time within which the follower expects an answer begins now.
  const fetcher = leader.replication.manager(followerId)?.fetcher(leader.broker.id);
  if (fetcher !== undefined) fetcher.deadlineMs = scheduler.nowMs + config.requestTimeoutMs;
}

/**
 * Keeps as news what the follower does not have or know, and what has a problem. The others are watched from now on. Limits the wait
 * if a part of the news can be sent.
 */
function settleNews(leader: ReplicaManager, fetches: FollowerFetches): void {
  const { news, followerId, isWaiting } = fetches;
  let kept = 0;
  for (let i = 0; i < news.length; i++) {
    const partition = news[i] as SessionPartition;
    const replica = replicaOf(leader, partition);
    if (replica !== undefined) {
      watch(replica, partition);
      const isKnown =
        replica.log.highWatermark === partition.sentHighWatermark &&
        replica.log.startOffset === partition.sentLogStartOffset;
      if (isKnown && hasAll(replica, partition) && replica.follower(followerId)?.isInSync === true) {
        partition.hasNews = false;
        continue;
      }
      if (isWaiting && !isKnown) limitWait(leader, fetches);
    }
    news[kept++] = partition;
  }
  while (news.length > kept) news.pop();
}

/** Sends what is new to the follower. */
function answer(leader: ReplicaManager, fetches: FollowerFetches, reads: FetchPartitionResponse[]): void {
  const sessionId = fetches.prune(reads);
  settleNews(leader, fetches);
  const response = { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', sessionId, partitions: reads } as const;
  leader.replication.effects.answer(leader.broker.id, fetches.token, response);
}
