/**
 * Looks up the leaders of partitions with a Metadata request (Java's PartitionLeaderStrategy).
 */
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor, InvalidTopicException } from '../../protocol/errors/exceptions.ts';
import type { Response, TopicMetadata } from '../../protocol/messages.ts';
import type { LookupResult, LookupStrategy } from './api-handler.ts';

/** Errors of a topic after which it is looked up again. */
const TOPIC_RETRIES: ReadonlySet<ErrorName> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'BROKER_NOT_AVAILABLE',
]);
/** Errors of a partition after which it is looked up again. */
const PARTITION_RETRIES: ReadonlySet<ErrorName> = new Set([
  'NOT_LEADER_OR_FOLLOWER',
  'REPLICA_NOT_AVAILABLE',
  'LEADER_NOT_AVAILABLE',
  'BROKER_NOT_AVAILABLE',
  'KAFKA_STORAGE_ERROR',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/**
 * @param partitions by their keys
 * @param toleratesUnknownTopics whether a topic that does not exist is looked up until it does; otherwise its partitions fail
 */
export function partitionLeaders(
  partitions: ReadonlyMap<string, TopicPartition>,
  toleratesUnknownTopics: boolean,
): LookupStrategy {
  return {
    brokerId: null,
    isBatched: true,
    request: (keys) => {
      const topics = new Set(keys.map((key) => partitions.get(key)!.topic));
      return { api: 'Metadata', topics: [...topics], allowAutoTopicCreation: false };
    },
    handleResponse: (response, keys) => {
      const wanted = keys.map((key) => [key, partitions.get(key)!] as const);
      return leadersOf(response, wanted, toleratesUnknownTopics);
    },
  };
}

function leadersOf(
  response: Response,
  wanted: readonly (readonly [string, TopicPartition])[],
  toleratesUnknownTopics: boolean,
): LookupResult {
  const failed = new Map<string, Error>();
  const mapped = new Map<string, number>();
  for (const topic of response.api === 'Metadata' ? response.topics : []) {
    const ofTopic = wanted.filter(([, asked]) => asked.topic === topic.name);
    for (const [key, asked] of ofTopic) {
      const error = topic.error === 'NONE' ? null : topicError(topic, asked, toleratesUnknownTopics);
      if (error !== null) failed.set(key, error);
    }
    if (topic.error !== 'NONE') continue;
    for (const { partition, error, leader } of topic.partitions) {
      const found = ofTopic.find(([, asked]) => asked.partition === partition);
      if (found === undefined) continue;
      const [key, asked] = found;
      if (error === 'NONE') {
        if (leader >= 0) mapped.set(key, leader);
      } else if (!PARTITION_RETRIES.has(error)) {
        failed.set(key, exceptionFor(error, `Unexpected error during metadata lookup for ${partitionName(asked)}`));
      }
    }
  }
  return { failed, mapped, completed: [] };
}

/** The error of a partition whose topic has one; `null` if it is looked up again. */
function topicError(
  { name, error }: TopicMetadata,
  asked: TopicPartition,
  toleratesUnknownTopics: boolean,
): Error | null {
  const problem = `Failed to fetch metadata for partition ${partitionName(asked)}`;
  if (error === 'UNKNOWN_TOPIC_OR_PARTITION' && !toleratesUnknownTopics) {
    return exceptionFor(error, `${problem} because metadata for topic \`${name}\` could not be found`);
  }
  if (TOPIC_RETRIES.has(error)) return null;
  if (error === 'INVALID_TOPIC_EXCEPTION') {
    return new InvalidTopicException(`${problem} due to invalid topic \`${name}\``);
  }
  return exceptionFor(error, `${problem} due to unexpected error for topic \`${name}\``);
}
