/**
 * The topic ids in the cache after a metadata response about some topics was merged into it: the policy `mergedTopicIds` of the
 * client's version.
 */
import type { ClientPolicies } from '../versions/client-policies.ts';

export interface TopicIdMerge {
  /** By topic: the ids in the response. */
  readonly update: ReadonlyMap<string, string>;
  /** By topic: the ids known so far, which may be changed. */
  readonly known: Map<string, string>;
  /** Whether the response contains a partition of the topic. */
  readonly hasPartitions: (topic: string) => boolean;
  /** The topics that do not stay in the cache, or are replaced. Those of the response are among them. */
  readonly gone: ReadonlySet<string>;
}

export type MergeTopicIds = (merge: TopicIdMerge) => Map<string, string>;

export const TOPIC_ID_MERGES: Readonly<Record<ClientPolicies['mergedTopicIds'], MergeTopicIds>> = {
  // The parameter `topicIds` of Java's MetadataCache.mergeWith hides the field of that name, so that the ids in the cache are
  // ignored.
  'of the response': ({ update, hasPartitions }) => new Map([...update].filter(([topic]) => hasPartitions(topic))),
  kept: ({ update, known, hasPartitions, gone }) => {
    for (const topic of gone) known.delete(topic);
    for (const [topic, id] of update) if (hasPartitions(topic)) known.set(topic, id);
    return known;
  },
};
