/** Metadata. The addresses of brokers are those at which this client reaches them. */
import {
  type MetadataRequest,
  type MetadataResponse,
  metadataApi,
  type PartitionMetadata,
} from '../../protocol/apis/metadata.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { answered, type ConversionContext, type Exchange, single } from './parts/exchange.ts';

/** First version in which topics can be asked for by their ids (KIP-516). */
const TOPIC_IDS_FROM = 12;

export function convertMetadata(message: WireRequest<'Metadata'>, context: ConversionContext): Exchange<'Metadata'> {
  const request = requestOf(message, context);
  const respond = (response: MetadataResponse): WireResponse<'Metadata'> => responseOf(response, context);
  return isInvalid(message, context)
    ? answered(respond(metadataApi.refuse(request, 'INVALID_REQUEST')))
    : single(request, respond);
}

/** KafkaApis.handleTopicMetadataRequest. */
function isInvalid({ topics }: WireRequest<'Metadata'>, { version }: ConversionContext): boolean {
  return version < TOPIC_IDS_FROM && (topics ?? []).some(({ name, topicId }) => name === null || topicId !== '');
}

/** In version 0 an empty list stands for all topics. */
function requestOf(
  { topics, allowAutoTopicCreation }: WireRequest<'Metadata'>,
  { version }: ConversionContext,
): MetadataRequest {
  const isAll = topics === null || (version === 0 && topics.length === 0);
  const names = isAll ? null : topics.flatMap(({ name }) => (name === null ? [] : [name]));
  const topicIds = (topics ?? []).flatMap(({ topicId }) => (topicId === '' ? [] : [topicId]));
  const request = { api: 'Metadata', topics: names, allowAutoTopicCreation } as const;
  return topicIds.length === 0 ? request : { ...request, topicIds };
}

function responseOf(
  { throttleTimeMs, brokers, clusterId, controllerId, topics }: MetadataResponse,
  { version, addressOf }: ConversionContext,
): WireResponse<'Metadata'> {
  return {
    throttleTimeMs,
    brokers: brokers.map((node) => ({ nodeId: node.id, ...addressOf(node), rack: node.rack ?? null })),
    clusterId,
    controllerId,
    topics: topics.map((topic) => ({
      errorCode: errorCode(topic.error),
      // A topic that was asked for by an id that no topic has.
      name: topic.name === '' && topic.topicId !== '' && version >= TOPIC_IDS_FROM ? null : topic.name,
      topicId: topic.topicId,
      isInternal: topic.isInternal,
      partitions: topic.partitions.map(partitionOf),
    })),
  };
}

type WirePartition = WireResponse<'Metadata'>['topics'][number]['partitions'][number];

function partitionOf(one: PartitionMetadata): WirePartition {
  return {
    errorCode: errorCode(one.error),
    partitionIndex: one.partition,
    leaderId: one.leader,
    leaderEpoch: one.leaderEpoch,
    replicaNodes: one.replicas,
    isrNodes: one.isr,
    offlineReplicas: one.offlineReplicas,
  };
}
