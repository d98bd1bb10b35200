/**
 * Reads a metadata response into the cache, or into a new one if it is about all topics. A partition with an older leader epoch than the last one seen comes from a
 * broker that lags behind, and is not taken over.
 */

import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import type { MetadataResponse, PartitionMetadata, TopicMetadata } from '../../protocol/messages.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import type { MergeTopicIds } from './merged-topic-ids.ts';
import { type CachedPartition, MetadataCache } from './metadata-cache.ts';

/** What reading a response needs of the metadata. */
export interface MetadataReader {
  readonly epochs: LeaderEpochs;
  requestUpdate(): void;
  /** The response brings something new about a partition. */
  progressed(): void;
  retainTopic(topic: string, isInternal: boolean, nowMs: number): boolean;
  /** Whether `retainTopic` may refuse a topic that the cache contains. */
  mayForget(nowMs: number): boolean;
  logInfo(message: string): void;
  /** For a response about some topics. */
  readonly mergeTopicIds: MergeTopicIds;
}

/** What was read of the topics of a response. */
interface TopicsRead {
  readonly partitions: CachedPartition[];
  readonly topicIds: Map<string, string>;
  readonly unauthorizedTopics: string[];
  readonly invalidTopics: string[];
  readonly internalTopics: string[];
}

const ZERO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

export function readMetadataResponse(
  response: MetadataResponse,
  isPartialUpdate: boolean,
  nowMs: number,
  previous: MetadataCache,
  reader: MetadataReader,
): MetadataCache {
  const { clusterId, controllerId, brokers: nodes } = response;
  const content = {
    clusterId,
    nodes,
    controllerId,
    partitions: [],
    topicIds: new Map(),
    unauthorizedTopics: [],
    invalidTopics: [],
    internalTopics: [],
  };
  const read: TopicsRead = content;
  for (const topic of response.topics) {
    const topicId = topic.topicId === '' || topic.topicId === ZERO_TOPIC_ID ? null : topic.topicId;
    if (topicId !== null) read.topicIds.set(topic.name, topicId);
    if (reader.retainTopic(topic.name, topic.isInternal, nowMs)) readTopic(topic, topicId, previous, reader, read);
  }
  if (!isPartialUpdate) return new MetadataCache(content);
  previous.merge({
    content,
    mentioned: new Set(response.topics.map(({ name }) => name)),
    retains: reader.mayForget(nowMs) ? (topic, isInternal) => reader.retainTopic(topic, isInternal, nowMs) : null,
    mergeTopicIds: reader.mergeTopicIds,
  });
  return previous;
}

function readTopic(
  topic: TopicMetadata,
  topicId: string | null,
  previous: MetadataCache,
  reader: MetadataReader,
  read: TopicsRead,
): void {
  if (topic.isInternal) read.internalTopics.push(topic.name);
  if (topic.error === 'NONE') {
    for (const metadata of topic.partitions) {
      // A partition with an error is read, too, since its leader epoch may be newer.
      const partition = mergePartition(topic.name, metadata, topicId, previous, reader);
      if (partition !== undefined) read.partitions.push(partition);
      if (ERRORS[metadata.error].invalidatesMetadata) reader.requestUpdate();
    }
    return;
  }
  if (ERRORS[topic.error].invalidatesMetadata) reader.requestUpdate();
  if (topic.error === 'INVALID_TOPIC_EXCEPTION') read.invalidTopics.push(topic.name);
  else if (topic.error === 'TOPIC_AUTHORIZATION_FAILED') read.unauthorizedTopics.push(topic.name);
}

/** The partition of the response or, if that has an older leader epoch, the one of the previous cache, which may have none. */
function mergePartition(
  topic: string,
  metadata: PartitionMetadata,
  topicId: string | null,
  previous: MetadataCache,
  reader: MetadataReader,
): CachedPartition | undefined {
  const { partition, leaderEpoch } = metadata;
  if (leaderEpoch < 0) {
    reader.epochs.forget(topic, partition);
    reader.progressed();
    return toCached(topic, metadata);
  }
  const known = reader.epochs.get(topic, partition);
  const oldTopicId = previous.topicIds.get(topic) ?? null;
  const isRecreated = known !== undefined && topicId !== null && topicId !== oldTopicId;
  if (isRecreated) {
    reader.logInfo(
      `Resetting the last seen epoch of partition ${partitionName({ topic, partition })} to ${leaderEpoch} since the associated topicId changed from ${oldTopicId} to ${topicId}`,
    );
  }
  if (known !== undefined && !isRecreated && leaderEpoch < known) return previous.partition(topic, partition);
  if (known === undefined || isRecreated || leaderEpoch > known) reader.progressed();
  reader.epochs.set(topic, partition, leaderEpoch);
  return toCached(topic, metadata);
}

function toCached(topic: string, metadata: PartitionMetadata): CachedPartition {
  return {
    topic,
    partition: metadata.partition,
    leaderId: metadata.leader,
    leaderEpoch: metadata.leaderEpoch,
    replicas: metadata.replicas,
    inSyncReplicas: metadata.isr,
    offlineReplicas: metadata.offlineReplicas,
  };
}
