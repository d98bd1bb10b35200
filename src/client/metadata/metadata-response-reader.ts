/**
 * Reads a metadata response into the next cache, believing a broker only as far as leader epochs allow.
 *
 * Owns: which part of a response is taken over, and which errors in it ask for another update.
 * Refuses to know: the refresh clock (metadata.ts).
 */
import { ERRORS } from '../../protocol/errors/errors.ts';
import type { MetadataResponse, PartitionMetadata, TopicMetadata } from '../../protocol/messages.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import { type CachedPartition, MetadataCache } from './metadata-cache.ts';

/** What reading needs from the one who keeps the metadata. */
export interface MetadataReader {
  readonly epochs: LeaderEpochs;
  requestUpdate(): void;
  retainTopic(topic: string, isInternal: boolean, nowMs: number): boolean;
  logInfo(message: string): void;
}

const ZERO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

export function readMetadataResponse(
  response: MetadataResponse,
  isPartialUpdate: boolean,
  nowMs: number,
  previous: MetadataCache,
  reader: MetadataReader,
): MetadataCache {
  const mentioned = new Set<string>();
  const partitions: CachedPartition[] = [];
  const topicIds = new Map<string, string>();
  const unauthorizedTopics: string[] = [];
  const invalidTopics: string[] = [];
  const internalTopics: string[] = [];

  for (const topic of response.topics) {
    mentioned.add(topic.name);
    const topicId = topic.topicId === '' || topic.topicId === ZERO_TOPIC_ID ? null : topic.topicId;
    if (topicId !== null) topicIds.set(topic.name, topicId);
    if (!reader.retainTopic(topic.name, topic.isInternal, nowMs)) continue;
    if (topic.isInternal) internalTopics.push(topic.name);
    if (topic.error === 'NONE') readPartitions(topic, topicId, previous, reader, partitions);
    else {
      if (ERRORS[topic.error].invalidatesMetadata) reader.requestUpdate();
      if (topic.error === 'INVALID_TOPIC_EXCEPTION') invalidTopics.push(topic.name);
      else if (topic.error === 'TOPIC_AUTHORIZATION_FAILED') unauthorizedTopics.push(topic.name);
    }
  }

  const { clusterId, controllerId, brokers: nodes } = response;
  const errors = { unauthorizedTopics, invalidTopics, internalTopics };
  const content = { clusterId, nodes, controllerId, partitions, ...errors, topicIds };
  if (!isPartialUpdate) return new MetadataCache(content);
  return previous.mergeWith(
    content,
    (topic, isInternal) => !mentioned.has(topic) && reader.retainTopic(topic, isInternal, nowMs),
  );
}

function readPartitions(
  topic: TopicMetadata,
  topicId: string | null,
  previous: MetadataCache,
  reader: MetadataReader,
  partitions: CachedPartition[],
): void {
  for (const metadata of topic.partitions) {
    // A partition with an error counts too: its epoch may be news.
    const believed = mergeTopic(topic.name, metadata, topicId, previous, reader);
    if (believed !== undefined) partitions.push(believed);
    if (ERRORS[metadata.error].invalidatesMetadata) reader.requestUpdate();
  }
}

function mergeTopic(
  topic: string,
  metadata: PartitionMetadata,
  topicId: string | null,
  previous: MetadataCache,
  reader: MetadataReader,
): CachedPartition | undefined {
  const { partition, leaderEpoch } = metadata;
  if (leaderEpoch < 0) {
    reader.epochs.forget(topic, partition);
    return toCached(topic, metadata);
  }
  const known = reader.epochs.get(topic, partition);
  const oldTopicId = previous.topicIds.get(topic) ?? null;
  const isRecreated = known !== undefined && topicId !== null && topicId !== oldTopicId;
  if (isRecreated) {
    reader.logInfo(
      `Resetting the last seen epoch of partition ${topic}-${partition} to ${leaderEpoch} since the associated topicId changed from ${oldTopicId} to ${topicId}`,
    );
  }
  if (known !== undefined && !isRecreated && leaderEpoch < known) return previous.partition(topic, partition);
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
