/** Metadata: the brokers, and the leaders and replicas of topics. */

import type { Node } from '../cluster/node.ts';
import { type Api, namedTopics } from '../description/api.ts';
import { listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface MetadataRequest {
  readonly api: 'Metadata';
  /** `null` asks for all topics, `[]` for none. */
  readonly topics: readonly string[] | null;
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
}

export const metadataApi: Api<MetadataRequest, MetadataResponse> = {
  key: 3,
  logName: 'METADATA',
  versions: [0, 12],
  clientThrottlesFrom: 6,
  unsupported: (_, version) => (version < 1 ? 'MetadataRequest versions older than 1 are not supported.' : undefined),
  refuse: ({ topics }, error) => ({
    api: 'Metadata',
    throttleTimeMs: 0,
    brokers: [],
    clusterId: null,
    controllerId: -1,
    topics: (topics ?? []).map((name) => ({ error, name, topicId: '', isInternal: false, partitions: [] })),
  }),
  requestFacts: ({ topics }) => ({ topics: topics === null ? 'all' : listFact(topics) }),
  responseFacts: ({ topics }) => ({ topics: listFact(topics.map(({ name, error }) => withError(name, error))) }),
  subject: namedTopics(({ topics }) => topics),
  randomErrors: ['LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION'],
  placedErrors: ['LEADER_NOT_AVAILABLE'],
};
