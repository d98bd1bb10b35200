/**
 * The topic ids in the cache after a metadata response about some topics was merged into it: the policy `mergedTopicIds` of the
 * client's version.
 */
import type { ClientPolicies } from '../versions/client-policies.ts';

export interface TopicIdMerge {
  /** By topic: the ids in the response. */
  readonly update: ReadonlyMap<string, string>;
  /** By topic: the ids known so far. */
  readonly known: ReadonlyMap<string, string>;
  /** Whether the response contains a partition of the topic. */
  readonly hasPartitions: (topic: string) => boolean;
  /** Whether the topic stays in the cache. */
  readonly isRetained: (topic: string) => boolean;
}

export type MergeTopicIds = (merge: TopicIdMerge) => ReadonlyMap<string, string>;

export const TOPIC_ID_MERGES: Readonly<Record<ClientPolicies['mergedTopicIds'], MergeTopicIds>> = {
  // The parameter `topicIds` of Java's MetadataCache.mergeWith hides the field of that name, so that the ids in the cache are
  // ignored.
  'of the response': ({ update, hasPartitions }) => new Map([...update].filter(([topic]) => hasPartitions(topic))),
  kept: ({ update, known, hasPartitions, isRetained }) =>
    new Map([
      ...[...known].filter(([topic]) => isRetained(topic) && !hasPartitions(topic)),
      ...[...update].filter(([topic]) => hasPartitions(topic)),
    ]),
};
