/**
 * A follower's side of replication: it fetches from its leaders, appends what it gets and fetches again
 * (AbstractFetcherThread, KIP-595 truncation).
 *
 * Owns: what is asked, what is done with the answer, and waiting after errors.
 * Refuses to know: why the leader leads.
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest, FetchResponse } from '../../protocol/messages.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { type Fetcher, watchFetch } from './fetcher.ts';
import type { Replica } from './replica.ts';
import { answerWaitingFollower } from './serve-followers.ts';

/** `replica` follows its leader from now on, or nobody if it leads. Call `fetchAnew` once all its fellows have been told. */
export function follow(state: ClusterState, replica: Replica): void {
  const follower = state.broker(replica.brokerId) as Broker;
  for (const fetcher of follower.fetchers()) fetcher.remove(replica);
  if (replica.leaderId >= 0 && !replica.isLeader) follower.fetcher(replica.leaderId).add(replica);
}

/** What the follower wants of a leader has changed: what is out is called back, or a first fetch goes out. */
export function refetch(state: ClusterState, fetcher: Fetcher, nowMs: number): void {
  if (!fetcher.isOutstanding) {
    sendFetch(state, fetcher, nowMs);
    return;
  }
  fetcher.isStale = true;
  const leader = state.broker(fetcher.leaderId) as Broker;
  const waiting = leader.waitingFollowers[fetcher.followerId];
  if (waiting !== undefined) answerWaitingFollower(state, leader, waiting, nowMs);
}

/** Fetches from the leader, unless a fetch is out, there is nothing to ask for, or one of the two is down. */
export function sendFetch(state: ClusterState, fetcher: Fetcher, nowMs: number): void {
  const { followerId, leaderId } = fetcher;
  if (fetcher.isOutstanding || !state.isUp(followerId) || !state.isUp(leaderId)) return;
  const { config } = state;
  const partitions: FetchPartition[] = [];
  for (let i = 0; i < fetcher.replicas.length; i++) {
    const replica = fetcher.replicas[i] as Replica;
    if (!replica.isBackingOff) partitions.push(replica.nextAsk(config.replicaFetchMaxBytes));
  }
  if (partitions.length === 0) return;
  const request: FetchRequest = {
    api: 'Fetch',
    replicaId: followerId,
    maxWaitMs: config.replicaFetchWaitMaxMs,
    minBytes: 1,
    maxBytes: config.replicaFetchResponseMaxBytes,
    isolationLevel: 'read_uncommitted',
    partitions,
  };
  fetcher.isOutstanding = true;
  fetcher.isStale = false;
  fetcher.sentAtMs = nowMs;
  watchFetch(state, nowMs);
  state.effects.push({ kind: 'fetch', from: followerId, to: leaderId, request });
}

/** The leader's answer has come back. */
export function receiveFollowerAnswer(
  state: ClusterState,
  follower: Broker,
  leaderId: number,
  response: FetchResponse,
  nowMs: number,
): void {
  const fetcher = follower.fetcher(leaderId);
  if (!follower.isUp || !fetcher.isOutstanding) return;
  fetcher.isOutstanding = false;
  const { partitions } = response;
  for (let i = 0; i < partitions.length; i++) {
    takePartition(state, follower, leaderId, partitions[i] as FetchPartitionResponse, nowMs);
  }
  sendFetch(state, fetcher, nowMs);
}

/** The connection broke, or the leader cannot be reached: another try after replica.fetch.backoff.ms. */
export function followerFetchFailed(state: ClusterState, follower: Broker, leaderId: number, nowMs: number): void {
  if (!follower.isUp) return;
  const { incarnation } = follower;
  follower.fetcher(leaderId).isOutstanding = false;
  state.plan(nowMs + state.config.replicaFetchBackoffMs, (laterMs) => {
    if (follower.incarnation === incarnation) sendFetch(state, follower.fetcher(leaderId), laterMs);
  });
}

/** A fetch, or its answer, was lost on the way: after replica.socket.timeout.ms the follower stops waiting for it. */
export function abandonLostFetches(state: ClusterState, nowMs: number): void {
  for (const follower of state.brokers) {
    for (const fetcher of follower.fetchers()) {
      if (!fetcher.isOutstanding || state.broker(fetcher.leaderId)?.waitingFollowers[follower.id] !== undefined)
        continue;
      const lostAtMs = lastSeenMs(state, fetcher) + state.config.replicaSocketTimeoutMs;
      if (nowMs < lostAtMs) {
        if (lostAtMs < state.lagCheckMs) state.lagCheckMs = lostAtMs;
        continue;
      }
      fetcher.isOutstanding = false;
      sendFetch(state, fetcher, nowMs);
    }
  }
}

/** When the fetch went out, or when it ended a wait at the leader: in Kafka the follower would have asked anew until then. */
function lastSeenMs(state: ClusterState, { sentAtMs, replicas, leaderId, followerId }: Fetcher): number {
  const leader = state.broker(leaderId);
  let latestMs = sentAtMs;
  for (const { topic, partition } of replicas) {
    const progress = leader?.replica(topic, partition)?.follower(followerId);
    if (progress !== undefined && progress.lastCaughtUpMs > latestMs) latestMs = progress.lastCaughtUpMs;
  }
  return latestMs;
}

function takePartition(
  state: ClusterState,
  follower: Broker,
  leaderId: number,
  read: FetchPartitionResponse,
  nowMs: number,
): void {
  const replica = follower.replica(read.topic, read.partition);
  const asked = replica?.lastAsked;
  // The leader may have changed while the answer was on its way.
  if (replica === undefined || asked === undefined || replica.leaderId !== leaderId) return;
  if (asked.currentLeaderEpoch !== replica.leaderEpoch || asked.fetchOffset !== replica.log.endOffset) return;
  if (read.divergingEpoch !== undefined) truncate(state, replica, read.divergingEpoch);
  else if (read.error === 'NONE') replica.appendAsFollower(read.records, read.highWatermark, read.logStartOffset);
  else if (read.error === 'OFFSET_OUT_OF_RANGE') catchUpWithStart(state, replica);
  else backOff(state, follower, replica, nowMs);
}

/** Cuts off what the leader does not have (AbstractFetcherThread.getOffsetTruncationState). */
function truncate(state: ClusterState, replica: Replica, leaderEnd: { epoch: number; endOffset: number }): void {
  const { log } = replica;
  const ownEnd = log.leaderEpochs.endOf(leaderEnd.epoch, log.endOffset);
  const common = ownEnd === undefined ? leaderEnd.endOffset : Math.min(ownEnd.endOffset, leaderEnd.endOffset);
  restartFrom(state, replica, Math.min(common, log.endOffset));
}

/**
 * The follower's end is not in the leader's log: it ends with the leader, or begins where the leader begins
 * (AbstractFetcherThread.fetchOffsetAndTruncate; there the leader is asked for its offsets first).
 */
function catchUpWithStart(state: ClusterState, replica: Replica): void {
  const { log, topic, partition, brokerId: broker, leaderId } = replica;
  const leaderLog = state.broker(leaderId)?.replica(topic, partition)?.log;
  if (leaderLog === undefined) return;
  if (leaderLog.startOffset <= log.endOffset) {
    restartFrom(state, replica, Math.min(leaderLog.endOffset, log.endOffset));
    return;
  }
  state.event('log started anew', { topic, partition, broker, from: log.endOffset, at: leaderLog.startOffset });
  log.startAnew(leaderLog.startOffset);
  replica.lastAsked = undefined;
}

function restartFrom(state: ClusterState, replica: Replica, offset: number): void {
  const { log, topic, partition, brokerId } = replica;
  const from = log.endOffset;
  log.truncateTo(offset);
  replica.lastAsked = undefined;
  if (log.endOffset < from)
    state.event('log truncated', { topic, partition, broker: brokerId, from, to: log.endOffset });
}

function backOff(state: ClusterState, follower: Broker, replica: Replica, nowMs: number): void {
  const { leaderEpoch } = replica;
  replica.isBackingOff = true;
  state.plan(nowMs + state.config.replicaFetchBackoffMs, (laterMs) => {
    if (!follower.isUp || replica.leaderEpoch !== leaderEpoch || !replica.isBackingOff) return;
    replica.isBackingOff = false;
    refetch(state, follower.fetcher(replica.leaderId), laterMs);
  });
}
