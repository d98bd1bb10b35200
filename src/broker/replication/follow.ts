/**
 * The follower's side of replication: a follower fetches from its leaders, appends what it gets, and fetches again
 * (AbstractFetcherThread; truncation as in KIP-595).
 *
 * What the leader does with a fetch is in serve-followers.ts.
 */
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from '../../protocol/messages.ts';
import type { Fetcher } from './fetcher.ts';
import { hasProblem } from './read-partition.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';
import { serveWaitingConsumers } from './serve-consumers.ts';
import { dropWaitingFollower, endWaitAt } from './serve-followers.ts';

/** The version of the Fetch requests that followers of 3.6 send. */
const REPLICA_FETCH_VERSION = 15;

/**
 * Adds `replica` to the fetches from its present leader and removes it from all others. Call `refetch` once this is done for all
 * replicas that change at the same time.
 */
export function assignFetcher(follower: ReplicaManager, replica: Replica): void {
  const fetcher = replica.leaderId >= 0 && !replica.isLeader ? follower.fetcher(replica.leaderId) : undefined;
  if (replica.fetcher !== fetcher) replica.fetcher?.remove(replica);
  fetcher?.add(replica);
}

/**
 * What the follower wants from a leader has changed, so it asks for that in its next fetch (AbstractFetcherThread.maybeFetch). The
 * fetch in flight keeps its partitions; without data for them Kafka's leader answers it every replica.fetch.wait.max.ms.
 */
export function refetch(replication: Replication, fetcher: Fetcher): void {
  if (!fetcher.isInFlight) {
    sendFetch(replication, fetcher);
    return;
  }
  const { config, scheduler } = replication;
  const intervalMs = config.replicaFetchWaitMaxMs;
  const intervals = Math.ceil((scheduler.nowMs - fetcher.sentMs) / intervalMs);
  fetcher.waitEndsMs = fetcher.sentMs + intervals * intervalMs;
  const leader = replication.manager(fetcher.leaderId) as ReplicaManager;
  const fetches = leader.followerFetches(fetcher.followerId);
  if (fetches.isWaiting) endWaitAt(leader, fetches, fetcher.waitEndsMs);
}

/** Sends a fetch, unless one is in flight, there is nothing to fetch, or one of the two brokers is down. */
export function sendFetch(replication: Replication, fetcher: Fetcher): void {
  const { config, brokers, effects, scheduler, lagCheck } = replication;
  const { followerId, leaderId } = fetcher;
  if (fetcher.isInFlight || !brokers.isUp(followerId) || !brokers.isUp(leaderId)) return;
  const partitions = fetcher.nextPartitions(config.replicaFetchMaxBytes);
  if (!fetcher.hasSession) return;
  const request: FetchRequest = {
    api: 'Fetch',
    replicaId: followerId,
    maxWaitMs: config.replicaFetchWaitMaxMs,
    minBytes: 1,
    maxBytes: config.replicaFetchResponseMaxBytes,
    isolationLevel: 'read_uncommitted',
    partitions,
    sessionId: fetcher.sessionId,
    sessionEpoch: fetcher.sessionEpoch,
    forgotten: fetcher.nextForgotten(),
    wanted: fetcher,
  };
  fetcher.isInFlight = true;
  fetcher.sentMs = scheduler.nowMs;
  fetcher.waitEndsMs = Number.POSITIVE_INFINITY;
  fetcher.deadlineMs = scheduler.nowMs + config.requestTimeoutMs;
  lagCheck.bringForward(fetcher.deadlineMs);
  effects.add({ kind: 'fetch', from: followerId, to: leaderId, apiVersion: REPLICA_FETCH_VERSION, request });
}

/** The leader's answer has arrived. */
export function receiveFetchResponse(follower: ReplicaManager, leaderId: number, response: FetchResponse): void {
  const fetcher = follower.fetcher(leaderId);
  if (!follower.broker.isUp || !fetcher.isInFlight) return;
  fetcher.isInFlight = false;
  if (fetcher.takeSession(response)) {
    const { partitions } = response;
    for (let i = 0; i < partitions.length; i++) {
      takePartition(follower, fetcher, partitions[i] as FetchPartitionResponse);
    }
  }
  sendFetch(follower.replication, fetcher);
}

/** The connection broke, or the leader cannot be reached: the follower fetches again after replica.fetch.backoff.ms. */
export function fetchFailed(follower: ReplicaManager, leaderId: number): void {
  dropWaitingFollower(follower.replication.manager(leaderId) as ReplicaManager, follower.broker.id);
  const { broker, replication } = follower;
  if (!broker.isUp) return;
  const { incarnation } = broker;
  const { scheduler, config } = replication;
  const fetcher = follower.fetcher(leaderId);
  fetcher.isInFlight = false;
  fetcher.failed();
  scheduler.plan(scheduler.nowMs + config.replicaFetchBackoffMs, () => {
    if (broker.incarnation === incarnation) sendFetch(replication, follower.fetcher(leaderId));
  });
}

/** A fetch or its response was lost: the follower closes the connection after request.timeout.ms (BrokerBlockingSender). */
export function abandonLostFetches(replication: Replication): void {
  const { managers, scheduler, lagCheck, effects } = replication;
  for (const follower of managers) {
    for (const fetcher of follower.fetchers()) {
      const leader = replication.manager(fetcher.leaderId);
      if (!fetcher.isInFlight || leader?.followerFetches(follower.broker.id).isWaiting === true) continue;
      if (scheduler.nowMs < fetcher.deadlineMs) {
        lagCheck.repeatBy(fetcher.deadlineMs);
        continue;
      }
      effects.add({ kind: 'abandon fetch', from: fetcher.followerId, to: fetcher.leaderId });
      fetchFailed(follower, fetcher.leaderId);
    }
  }
}

function takePartition(follower: ReplicaManager, fetcher: Fetcher, read: FetchPartitionResponse): void {
  const replica = follower.replica(read.topic, read.partition);
  const asked = replica?.lastFetch;
  // The leader may have changed while the answer was on its way.
  if (replica === undefined || asked === undefined || replica.fetcher !== fetcher) return;
  if (asked.fetchOffset !== replica.log.endOffset) return;
  if (asked.currentLeaderEpoch !== replica.leaderEpoch) {
    // The follower knows the new epoch of the same leader already, and waits nevertheless (onPartitionFenced).
    if (read.error === 'FENCED_LEADER_EPOCH') backOff(follower, replica);
    return;
  }
  // Most reads without records bring a high watermark alone, after which the follower asks for the same as before.
  const isOnlyHighWatermark =
    !hasProblem(read) && read.records.length === 0 && read.logStartOffset <= replica.log.startOffset;
  if (!isOnlyHighWatermark) fetcher.noteChange(replica);
  if (read.divergingEpoch !== undefined) truncate(follower, replica, read.divergingEpoch);
  else if (read.error === 'NONE') {
    const { nowMs } = follower.replication.scheduler;
    if (replica.log.endOffset === 0 && read.records.length > 0) shareBatches(follower, replica);
    const isAppended = replica.appendAsFollower(read.records, read.highWatermark, read.logStartOffset, nowMs);
    if (!isAppended) fail(follower, replica);
    else if (read.records.length > 0) fetcher.moveToEnd(replica);
    serveWaitingConsumers(follower, replica);
  } else if (read.error === 'OFFSET_OUT_OF_RANGE') followLogBounds(follower, replica);
  else backOff(follower, replica);
}

/** The replica's log begins with the batches of its leader. */
function shareBatches({ replication }: ReplicaManager, { topic, partition, leaderId, log }: Replica): void {
  const leaderLog = replication.manager(leaderId)?.replica(topic, partition)?.log;
  if (leaderLog !== undefined) log.beginLike(leaderLog);
}

/** Removes what the leader does not have (AbstractFetcherThread.getOffsetTruncationState). */
function truncate(follower: ReplicaManager, replica: Replica, leaderEnd: { epoch: number; endOffset: number }): void {
  const { log } = replica;
  const ownEnd = log.leaderEpochs.endOf(leaderEnd.epoch, log.endOffset);
  const common = ownEnd === undefined ? leaderEnd.endOffset : Math.min(ownEnd.endOffset, leaderEnd.endOffset);
  truncateTo(follower, replica, Math.min(common, log.endOffset));
}

/**
 * The follower's end offset is not in the leader's log: the follower's log is truncated to the end of the leader's, or begins
 * again where the leader's begins (AbstractFetcherThread.fetchOffsetAndTruncate, which asks the leader for its offsets first).
 */
function followLogBounds(follower: ReplicaManager, replica: Replica): void {
  const { effects } = follower.replication;
  const { log, topic, partition, brokerId: broker, leaderId } = replica;
  const leaderLog = follower.replication.manager(leaderId)?.replica(topic, partition)?.log;
  if (leaderLog === undefined) return;
  if (leaderLog.startOffset <= log.endOffset) {
    truncateTo(follower, replica, Math.min(leaderLog.endOffset, log.endOffset));
    return;
  }
  effects.event('log restarted', { topic, partition, broker, from: log.endOffset, at: leaderLog.startOffset });
  log.restartAt(leaderLog.startOffset);
  replica.lastFetch = undefined;
}

function truncateTo({ replication }: ReplicaManager, replica: Replica, offset: number): void {
  const { log, topic, partition, brokerId: broker } = replica;
  const from = log.endOffset;
  log.truncateTo(offset);
  replica.lastFetch = undefined;
  const to = log.endOffset;
  if (to < from) replication.effects.event('log truncated', { topic, partition, broker, from, to });
}

/** The replica is not fetched any more until its leader has another epoch, or the broker restarts (markPartitionFailed). */
function fail(follower: ReplicaManager, replica: Replica): void {
  const { topic, partition, brokerId: broker } = replica;
  replica.fetcher?.remove(replica);
  follower.replication.effects.event('replication failed', { topic, partition, broker });
}

function backOff(follower: ReplicaManager, replica: Replica): void {
  const { scheduler, config } = follower.replication;
  const { leaderEpoch } = replica;
  replica.isBackingOff = true;
  replica.fetcher?.noteChange(replica);
  scheduler.plan(scheduler.nowMs + config.replicaFetchBackoffMs, () => {
    if (!follower.broker.isUp || replica.leaderEpoch !== leaderEpoch || !replica.isBackingOff) return;
    replica.isBackingOff = false;
    replica.fetcher?.noteChange(replica);
    refetch(follower.replication, follower.fetcher(replica.leaderId));
  });
}
