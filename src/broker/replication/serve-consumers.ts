/**
 * Consumers' fetches: each is answered when there is enough to read, or when it has waited for as long as it asked
 * (DelayedFetch).
 */
import type { FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import type { Token } from '../state/effects.ts';
import { isWorthAnswering, leaderError, readableEnd, readPartitions } from './read-partition.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

export function receiveConsumerFetch(leader: ReplicaManager, request: FetchRequest, token: Token): void {
  const { delayedFetches, scheduler } = leader.replication;
  const partitions = readForConsumer(leader, request);
  if (request.maxWaitMs <= 0 || partitions.length === 0 || isWorthAnswering(partitions, request.minBytes)) {
    answer(leader, token, partitions);
    return;
  }
  const watchLists = request.partitions.map(
    ({ topic, partition }) => (leader.replica(topic, partition) as Replica).consumerFetches,
  );
  const deadlineMs = scheduler.nowMs + request.maxWaitMs;
  const delayed: DelayedFetch = { brokerId: leader.broker.id, token, request, watchLists, deadlineMs };
  for (const list of watchLists) list.push(delayed);
  delayedFetches.add(delayed);
}

/** The high watermark of `replica` has moved, or its broker's role has changed: answers the fetches for which that is enough. */
export function serveWaitingConsumers(leader: ReplicaManager, replica: Replica): void {
  if (replica.consumerFetches.length === 0) return;
  for (const delayed of replica.consumerFetches.slice()) {
    if (isSatisfied(leader, delayed)) answerWaitingConsumer(leader.replication, delayed);
  }
}

/** Answers a waiting fetch with what there is by now. */
export function answerWaitingConsumer(replication: Replication, delayed: DelayedFetch): void {
  replication.delayedFetches.remove(delayed);
  for (const list of delayed.watchLists) {
    const place = list.indexOf(delayed);
    if (place >= 0) list.splice(place, 1);
  }
  const leader = replication.manager(delayed.brokerId) as ReplicaManager;
  answer(leader, delayed.token, readForConsumer(leader, delayed.request));
}

function isSatisfied(leader: ReplicaManager, { request }: DelayedFetch): boolean {
  let bytes = 0;
  for (const asked of request.partitions) {
    const replica = leader.replica(asked.topic, asked.partition);
    if (replica === undefined || leaderError(leader, replica, asked) !== 'NONE') return true;
    const end = readableEnd(replica, false, request.isolationLevel);
    const available = replica.log.bytesBetween(asked.fetchOffset, end, request.minBytes);
    bytes += Math.min(available, asked.partitionMaxBytes);
    if (bytes >= request.minBytes) return true;
  }
  return false;
}

function readForConsumer(leader: ReplicaManager, request: FetchRequest): FetchPartitionResponse[] {
  return readPartitions(leader, request, Math.min(request.maxBytes, leader.replication.config.fetchMaxBytes));
}

function answer({ broker, replication }: ReplicaManager, token: Token, partitions: FetchPartitionResponse[]): void {
  replication.effects.answer(broker.id, token, { api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions });
}
