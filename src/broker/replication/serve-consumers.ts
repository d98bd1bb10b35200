/**
 * Consumers' fetches: answered when there is enough to read, or when they have waited long enough (DelayedFetch).
 *
 * Owns: reading for a consumer, and its waiting. Refuses to know: followers.
 */
import type { FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Token } from '../state/effects.ts';
import { leaderError, readableEnd, readPartition } from './read-partition.ts';
import type { Replica } from './replica.ts';

/** A consumer's fetch has arrived. */
export function receiveConsumerFetch(
  state: ClusterState,
  broker: Broker,
  request: FetchRequest,
  token: Token,
  nowMs: number,
): void {
  const partitions = readForConsumer(state, broker, request);
  let bytes = 0;
  let hasError = false;
  for (const { error, records } of partitions) {
    if (error !== 'NONE') hasError = true;
    for (const { batch } of records) bytes += batch.sizeInBytes;
  }
  if (request.maxWaitMs <= 0 || partitions.length === 0 || hasError || bytes >= request.minBytes) {
    state.answer(broker.id, token, { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions });
    return;
  }
  const watched: Replica[] = [];
  for (const { topic, partition } of request.partitions) watched.push(broker.replica(topic, partition) as Replica);
  const delayed: DelayedFetch = { brokerId: broker.id, token, request, watched, deadlineMs: nowMs + request.maxWaitMs };
  for (const replica of watched) replica.consumerFetches.push(delayed);
  state.delayedFetches.add(delayed);
  state.wakeBy(delayed.deadlineMs);
}

/** The high watermark of `replica` has moved, or its leadership has: who has waited enough is answered. */
export function serveWaitingConsumers(state: ClusterState, replica: Replica): void {
  if (replica.consumerFetches.length === 0) return;
  for (const delayed of replica.consumerFetches.slice()) {
    if (isSatisfied(state, delayed)) answerWaitingConsumer(state, delayed);
  }
}

/** Answers a fetch that waited, with whatever there is now. */
export function answerWaitingConsumer(state: ClusterState, delayed: DelayedFetch): void {
  state.delayedFetches.remove(delayed);
  for (const { consumerFetches } of delayed.watched) {
    const place = consumerFetches.indexOf(delayed);
    if (place >= 0) consumerFetches.splice(place, 1);
  }
  const broker = state.broker(delayed.brokerId) as Broker;
  const partitions = readForConsumer(state, broker, delayed.request);
  state.answer(broker.id, delayed.token, { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions });
}

function isSatisfied(state: ClusterState, { brokerId, request }: DelayedFetch): boolean {
  const broker = state.broker(brokerId) as Broker;
  let bytes = 0;
  for (const asked of request.partitions) {
    const replica = broker.replica(asked.topic, asked.partition);
    if (replica === undefined || leaderError(state, replica, asked) !== 'NONE') return true;
    const end = readableEnd(replica, false, request.isolationLevel);
    const available = replica.log.bytesBetween(asked.fetchOffset, end, request.minBytes);
    bytes += Math.min(available, asked.partitionMaxBytes);
    if (bytes >= request.minBytes) return true;
  }
  return false;
}

function readForConsumer(state: ClusterState, broker: Broker, request: FetchRequest): FetchPartitionResponse[] {
  let bytesLeft = Math.min(request.maxBytes, state.config.fetchMaxBytes);
  let isEmpty = true;
  return request.partitions.map((asked) => {
    const read = readPartition(state, broker, asked, false, request.isolationLevel, bytesLeft, isEmpty);
    for (const { batch } of read.records) bytesLeft -= batch.sizeInBytes;
    if (read.records.length > 0) isEmpty = false;
    return read;
  });
}
