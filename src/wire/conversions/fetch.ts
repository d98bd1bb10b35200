/**
 * Fetch. There are no fetch sessions (KIP-227): responses have session id 0, so that clients ask for all of their partitions each
 * time, as a broker without room for another session has it. Every client is a consumer, whatever its replica id.
 */
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import { writeBatch } from '../batches/write-batches.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { inOrderByTopic } from './parts/by-topic.ts';
import { errorCode, isolationLevel } from './parts/codes.ts';
import { endpointsOf } from './parts/endpoints.ts';
import { answered, type ConversionContext, type Exchange } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

type WireTopic = WireResponse<'Fetch'>['responses'][number];
type WirePartition = WireTopic['partitions'][number];

/** First version with the ids of topics instead of their names (KIP-516). */
const TOPIC_IDS_FROM = 13;
const CONSUMER = -1;
/** Epochs of requests that do not continue a session (FetchMetadata). */
const FULL_EPOCHS: readonly number[] = [0, -1];

export function convertFetch(message: WireRequest<'Fetch'>, context: ConversionContext): Exchange<'Fetch'> {
  if (!FULL_EPOCHS.includes(message.sessionEpoch)) {
    return answered({ throttleTimeMs: 0, errorCode: errorCode('FETCH_SESSION_ID_NOT_FOUND'), responses: [] });
  }
  const { partitions, unknown, ids } = partitionsIn(message, context);
  return {
    requests: partitions.length === 0 && unknown.length > 0 ? [] : [requestOf(message, partitions, unknown.length > 0)],
    respond: ([response]) => ({
      throttleTimeMs: response?.throttleTimeMs ?? 0,
      errorCode: errorCode(response?.error ?? 'NONE'),
      responses: [
        ...inOrderByTopic(response?.partitions ?? [], partitionOf, (topic, converted) => ({
          topic,
          topicId: ids.get(topic) ?? '',
          partitions: converted,
        })),
        ...unknown,
      ],
      nodeEndpoints: endpointsOf(response?.nodeEndpoints),
    }),
  };
}

interface Asked {
  readonly partitions: readonly FetchPartition[];
  /** Those with the id of a topic that the broker does not know. */
  readonly unknown: readonly WireTopic[];
  /** The topic ids by name; none before version 13. */
  readonly ids: ReadonlyMap<string, string>;
}

function partitionsIn({ topics }: WireRequest<'Fetch'>, { version, topics: known }: ConversionContext): Asked {
  const partitions: FetchPartition[] = [];
  const unknown: WireTopic[] = [];
  const ids = new Map<string, string>();
  for (const { topic, topicId, partitions: asked } of topics) {
    const name = version < TOPIC_IDS_FROM ? topic : known.nameOf(topicId);
    if (name === undefined) unknown.push({ topic, topicId, partitions: asked.map(unknownPartition) });
    else {
      if (version >= TOPIC_IDS_FROM) ids.set(name, topicId);
      for (const one of asked) partitions.push(fetchPartition(name, one));
    }
  }
  return { partitions, unknown, ids };
}

type AskedPartition = WireRequest<'Fetch'>['topics'][number]['partitions'][number];

function fetchPartition(topic: string, asked: AskedPartition): FetchPartition {
  return {
    topic,
    partition: asked.partition,
    currentLeaderEpoch: asked.currentLeaderEpoch,
    fetchOffset: asked.fetchOffset,
    lastFetchedEpoch: asked.lastFetchedEpoch,
    logStartOffset: asked.logStartOffset,
    partitionMaxBytes: asked.partitionMaxBytes,
  };
}

/** A broker that has an error for some partitions answers at once. */
function requestOf(
  { maxWaitMs, minBytes, maxBytes, isolationLevel: isolation, rackId }: WireRequest<'Fetch'>,
  partitions: readonly FetchPartition[],
  isAnsweredAtOnce: boolean,
): FetchRequest {
  const request: FetchRequest = {
    api: 'Fetch',
    replicaId: CONSUMER,
    maxWaitMs: isAnsweredAtOnce ? 0 : timeout(maxWaitMs),
    minBytes,
    maxBytes,
    isolationLevel: isolationLevel(isolation),
    partitions,
  };
  return rackId === '' ? request : { ...request, rackId };
}

function unknownPartition({ partition }: AskedPartition): WirePartition {
  return {
    partitionIndex: partition,
    errorCode: errorCode('UNKNOWN_TOPIC_ID'),
    highWatermark: -1,
    abortedTransactions: [],
    records: [],
  };
}

function partitionOf(fetched: FetchPartitionResponse): WirePartition {
  const { divergingEpoch, currentLeader } = fetched;
  const partition: WirePartition = {
    partitionIndex: fetched.partition,
    errorCode: errorCode(fetched.error),
    highWatermark: fetched.highWatermark,
    lastStableOffset: fetched.lastStableOffset,
    logStartOffset: fetched.logStartOffset,
    abortedTransactions: fetched.abortedTransactions,
    preferredReadReplica: fetched.preferredReadReplica ?? -1,
    records: fetched.records.map(writeBatch),
  };
  if (divergingEpoch === undefined && currentLeader === undefined) return partition;
  return { ...partition, ...(divergingEpoch && { divergingEpoch }), ...(currentLeader && { currentLeader }) };
}
