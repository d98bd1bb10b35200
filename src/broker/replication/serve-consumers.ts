/**
 * Consumers' fetches: each is answered when there is enough to read, or when it has waited for as long as it asked
 * (DelayedFetch). Followers serve them, too, up to the high watermark that they know (KIP-392).
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Token } from '../state/effects.ts';
import { failedRead, hasProblem, leaderError, readableEnd, readPartitions, replicaError } from './read-partition.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

/** From this version on followers serve consumers (KIP-392). */
const FOLLOWERS_SINCE = 11;

export function receiveConsumerFetch(
  manager: ReplicaManager,
  request: FetchRequest,
  apiVersion: number,
  token: Token,
): void {
  const { delayedFetches, scheduler } = manager.replication;
  const known = request.partitions.filter(({ topic, partition }) => manager.metadata.knowsPartition(topic, partition));
  const { reads, bytes } = readForConsumer(manager, request, known, apiVersion);
  const isEnough = reads.length === 0 || reads.some(isAnsweredAtOnce) || bytes >= minBytesOf(manager, request);
  if (request.maxWaitMs <= 0 || isEnough) {
    answer(manager, request, apiVersion, token, reads);
    return;
  }
  const watchLists = known.map(
    ({ topic, partition }) => (manager.replica(topic, partition) as Replica).consumerFetches,
  );
  const deadlineMs = scheduler.nowMs + request.maxWaitMs;
  const brokerId = manager.broker.id;
  const delayed: DelayedFetch = { brokerId, token, request, known, apiVersion, watchLists, deadlineMs };
  if (isSatisfied(manager, delayed)) {
    answer(manager, request, apiVersion, token, reads);
    return;
  }
  for (const list of watchLists) list.push(delayed);
  delayedFetches.add(delayed);
}

function isAnsweredAtOnce(read: FetchPartitionResponse): boolean {
  return hasProblem(read) || read.preferredReadReplica !== undefined;
}

/** The high watermark of `replica` has moved, or its broker's role has changed: answers the fetches for which that is enough. */
export function serveWaitingConsumers(manager: ReplicaManager, replica: Replica): void {
  if (replica.consumerFetches.length === 0) return;
  for (const delayed of replica.consumerFetches.slice()) {
    if (isSatisfied(manager, delayed)) answerWaitingConsumer(manager.replication, delayed);
  }
}

/** Answers a waiting fetch with what there is by now. */
export function answerWaitingConsumer(replication: Replication, delayed: DelayedFetch): void {
  replication.delayedFetches.remove(delayed);
  for (const list of delayed.watchLists) {
    const place = list.indexOf(delayed);
    if (place >= 0) list.splice(place, 1);
  }
  const { request, known, apiVersion, token } = delayed;
  const manager = replication.manager(delayed.brokerId) as ReplicaManager;
  answer(manager, request, apiVersion, token, readForConsumer(manager, request, known, apiVersion).reads);
}

function isSatisfied(manager: ReplicaManager, { request, known, apiVersion }: DelayedFetch): boolean {
  const minBytes = minBytesOf(manager, request);
  const onlyFromLeader = apiVersion < FOLLOWERS_SINCE;
  let bytes = 0;
  for (const asked of known) {
    const replica = manager.replica(asked.topic, asked.partition);
    const error = onlyFromLeader ? leaderError(manager, replica, asked) : replicaError(manager, replica, asked);
    if (replica === undefined || error !== 'NONE') return true;
    const end = readableEnd(replica, false, request.isolationLevel);
    if (asked.fetchOffset < end && isInOlderSegment(replica, asked.fetchOffset, end)) return true;
    const available = replica.log.bytesBetween(asked.fetchOffset, end, minBytes);
    bytes += Math.min(available, asked.partitionMaxBytes);
    if (bytes >= minBytes) return true;
  }
  return false;
}

/** Whether the segment that holds `offset` is complete, so that waiting brings nothing more. */
function isInOlderSegment({ log, config }: Replica, offset: number, end: number): boolean {
  return config.hasSmallSegments && (log.segmentEnd(offset, config) ?? Number.POSITIVE_INFINITY) <= end;
}

function readForConsumer(
  manager: ReplicaManager,
  request: FetchRequest,
  known: readonly FetchPartition[],
  apiVersion: number,
): { readonly reads: FetchPartitionResponse[]; readonly bytes: number } {
  const maxBytes = maxBytesOf(manager, request);
  const budget = { bytesLeft: maxBytes, isEmpty: true };
  const { isolationLevel, rackId = '' } = request;
  const onlyFromLeader = apiVersion < FOLLOWERS_SINCE;
  const reader = { isFollower: false, isolationLevel, onlyFromLeader, rackId: onlyFromLeader ? '' : rackId };
  const reads = readPartitions(manager, known, reader, budget);
  return { reads, bytes: maxBytes - budget.bytesLeft };
}

/** Partitions that the broker did not know when the request came are answered after the others. */
function answer(
  { broker, metadata, replication }: ReplicaManager,
  request: FetchRequest,
  apiVersion: number,
  token: Token,
  reads: readonly FetchPartitionResponse[],
): void {
  let partitions = reads;
  if (reads.length < request.partitions.length) {
    const isRead = ({ topic, partition }: FetchPartition): boolean =>
      reads.some((read) => read.topic === topic && read.partition === partition);
    const unknown = request.partitions.filter((asked) => !isRead(asked));
    partitions = [...reads, ...unknown.map((asked) => failedRead(asked, 'UNKNOWN_TOPIC_OR_PARTITION'))];
  }
  replication.effects.answer(broker.id, token, replication.leaderHints.fetchResponse(partitions, apiVersion, metadata));
}

function maxBytesOf({ replication }: ReplicaManager, { maxBytes }: FetchRequest): number {
  return Math.min(maxBytes, replication.config.fetchMaxBytes);
}

/** No reader waits for more than it may get. */
function minBytesOf(manager: ReplicaManager, request: FetchRequest): number {
  return Math.min(request.minBytes, maxBytesOf(manager, request));
}
