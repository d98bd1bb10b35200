/** Metadata: the brokers, and the leaders and replicas of topics. */

import type { Node } from '../cluster/node.ts';
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface MetadataRequest {
  readonly api: 'Metadata';
  /** `null` asks for all topics, `[]` for none. */
  readonly topics: readonly string[] | null;
  /** Ids of topics; if there are any, `topics` does not count (KIP-516). */
  readonly topicIds?: readonly string[];
  readonly allowAutoTopicCreation: boolean;
}
export interface PartitionMetadata {
  readonly error: ErrorName;
  readonly partition: number;
  /** Leader's broker id, or -1. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}
export interface TopicMetadata {
  readonly error: ErrorName;
  /** Empty for a topic that was asked for by an unknown id. */
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}
export interface MetadataResponse {
  readonly api: 'Metadata';
  readonly throttleTimeMs: number;
  readonly brokers: readonly Node[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
  /** Of the whole response: REBOOTSTRAP_REQUIRED, from version 13 on (KIP-1102); absent: none. */
  readonly error?: ErrorName;
}

/** Older brokers do not know topics by their ids. */
const TOPIC_IDS_SINCE = 12;

export const metadataApi: Api<
  MetadataRequest,
  MetadataResponse,
  { readonly topics?: 'all' | ListFact | undefined; readonly topicIds?: ListFact | undefined },
  { readonly topics: ListFact }
> = {
  key: 3,
  logName: 'METADATA',
  versions: [0, 12],
  clientThrottlesFrom: 6,
  unsupported: ({ topicIds = [] }, version) => {
    if (version < 1) return 'MetadataRequest versions older than 1 are not supported.';
    if (version >= TOPIC_IDS_SINCE || topicIds.length === 0) return undefined;
    return `MetadataRequest version ${version} does not support null topic names.`;
  },
  refuse: ({ topics, topicIds = [] }, error) => ({
    api: 'Metadata',
    throttleTimeMs: 0,
    brokers: [],
    clusterId: null,
    controllerId: -1,
    topics: [
      ...(topics ?? []).map((name) => ({ error, name, topicId: '', isInternal: false, partitions: [] })),
      ...topicIds.map((topicId) => ({ error, name: '', topicId, isInternal: false, partitions: [] })),
    ],
  }),
  requestFacts: ({ topics, topicIds = [] }) =>
    topicIds.length > 0 ? { topicIds: listFact(topicIds) } : { topics: topics === null ? 'all' : listFact(topics) },
  responseFacts: ({ topics }) => ({
    topics: listFact(topics.map((one) => withError(one.name || one.topicId, one.error))),
  }),
  subject: namedTopics(({ topics }) => topics),
  randomErrors: ['LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION'],
  placedErrors: ['LEADER_NOT_AVAILABLE'],
};
