/**
 * The answer that carries nothing but an error, for any request.
 *
 * Owns: where in each response an error goes. A broker that refuses a whole request, and a fault that answers in a
 * broker's place, both speak through it.
 * Refuses to know: why the request was refused.
 */
import type { ErrorName } from './errors.ts';
import { IllegalArgumentException } from './exceptions.ts';
import type { ApiName, Apis, Request, Response } from './messages.ts';

type Refusals = { readonly [A in ApiName]: (request: Apis[A]['request'], error: ErrorName) => Apis[A]['response'] };

const NOT_THROTTLED = { throttleTimeMs: 0 } as const;

const refusals: Refusals = {
  ApiVersions: (_, error) => ({ api: 'ApiVersions', ...NOT_THROTTLED, error, apiVersions: [] }),
  Metadata: (request, error) => ({
    api: 'Metadata',
    ...NOT_THROTTLED,
    brokers: [],
    clusterId: null,
    controllerId: -1,
    topics: (request.topics ?? []).map((name) => ({ error, name, topicId: '', isInternal: false, partitions: [] })),
  }),
  Produce: (request, error) => ({
    api: 'Produce',
    ...NOT_THROTTLED,
    partitions: request.partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      baseOffset: -1,
      logAppendTimeMs: -1,
      logStartOffset: -1,
      recordErrors: [],
      errorMessage: null,
    })),
  }),
  Fetch: (request, error) => ({
    api: 'Fetch',
    ...NOT_THROTTLED,
    error: 'NONE',
    partitions: request.partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      abortedTransactions: [],
      records: [],
    })),
  }),
  ListOffsets: (request, error) => ({
    api: 'ListOffsets',
    ...NOT_THROTTLED,
    partitions: request.partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      timestampMs: -1,
      offset: -1,
      leaderEpoch: -1,
    })),
  }),
  CreateTopics: (request, error) => ({
    api: 'CreateTopics',
    ...NOT_THROTTLED,
    topics: request.topics.map(({ name }) => ({
      name,
      topicId: '',
      error,
      errorMessage: null,
      numPartitions: -1,
      replicationFactor: -1,
    })),
  }),
  DeleteTopics: (request, error) => ({
    api: 'DeleteTopics',
    ...NOT_THROTTLED,
    topics: request.topics.map((name) => ({ name, error, errorMessage: null })),
  }),
  DescribeCluster: (_, error) => ({
    api: 'DescribeCluster',
    ...NOT_THROTTLED,
    error,
    clusterId: '',
    controllerId: -1,
    brokers: [],
  }),
  InitProducerId: (_, error) => ({
    api: 'InitProducerId',
    ...NOT_THROTTLED,
    error,
    producerId: -1,
    producerEpoch: -1,
  }),
  FindCoordinator: (_, error) => ({ api: 'FindCoordinator', ...NOT_THROTTLED, error, errorMessage: null, node: null }),
  AddPartitionsToTxn: (request, error) => ({
    api: 'AddPartitionsToTxn',
    ...NOT_THROTTLED,
    partitions: request.partitions.map(({ topic, partition }) => ({ topic, partition, error })),
  }),
  AddOffsetsToTxn: (_, error) => ({ api: 'AddOffsetsToTxn', ...NOT_THROTTLED, error }),
  TxnOffsetCommit: (request, error) => ({
    api: 'TxnOffsetCommit',
    ...NOT_THROTTLED,
    partitions: request.partitions.map(({ topic, partition }) => ({ topic, partition, error })),
  }),
  EndTxn: (_, error) => ({ api: 'EndTxn', ...NOT_THROTTLED, error }),
  WriteTxnMarkers: (request, error) => ({
    api: 'WriteTxnMarkers',
    markers: request.markers.map(({ producerId, partitions }) => ({
      producerId,
      partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error })),
    })),
  }),
};

/** Whether `name` is an API both sides speak here. */
export function isApiName(name: string): name is ApiName {
  return Object.hasOwn(refusals, name);
}

/** The response to `request` in which everything asked for failed with `error`. */
export function errorResponse(request: Request, error: ErrorName): Response {
  const refuse = refusals[request.api] as ((request: Request, error: ErrorName) => Response) | undefined;
  if (refuse === undefined) throw new IllegalArgumentException(`No response is known for the API ${request.api}`);
  return refuse(request, error);
}
