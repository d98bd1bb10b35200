/**
 * ApiVersions, Metadata and DescribeCluster in the scenario format.
 */

import type { Node } from '../../../../../src/protocol/cluster/node.ts';
import type { TopicMetadata } from '../../../../../src/protocol/messages.ts';
import { flag, type Json, text, texts } from '../json.ts';
import { type ApiFormat, namedTopic, sortedByName, sortedNumbers } from './api-format.ts';

/** The first versions that have the field (MetadataRequest.json, MetadataResponse.json). */
const AUTO_CREATION_SINCE = 4;
const OFFLINE_REPLICAS_SINCE = 5;
const LEADER_EPOCH_SINCE = 7;
const TOPIC_ID_SINCE = 10;

export const apiVersions: ApiFormat<'ApiVersions'> = {
  version: 3,
  request: (fields) => ({
    api: 'ApiVersions',
    clientSoftwareName: text(fields, 'clientSoftwareName', 'scenario'),
    clientSoftwareVersion: text(fields, 'clientSoftwareVersion', '1.0'),
  }),
  answer: ({ error, apiVersions }) => ({
    error,
    apiVersions: Object.fromEntries(
      apiVersions.map(({ api, minVersion, maxVersion }) => [api, `${minVersion}..${maxVersion}`]),
    ),
  }),
};

export const metadata: ApiFormat<'Metadata'> = {
  version: 12,
  request: (fields, symbols, version) => {
    const topics = fields.topics === null ? null : texts('topics', fields.topics ?? []);
    return {
      api: 'Metadata',
      topics: topics?.map((topic) => namedTopic(symbols, topic)) ?? null,
      ...(fields.topicIds === undefined
        ? {}
        : { topicIds: texts('topicIds', fields.topicIds).map((topic) => symbols.topicId(topic)) }),
      allowAutoTopicCreation: version < AUTO_CREATION_SINCE || flag(fields, 'allowAutoTopicCreation', false),
    };
  },
  answer: ({ brokers, controllerId, topics }, symbols, version) => ({
    ...shownBrokers(brokers, controllerId),
    topics: sortedByName(
      topics
        .filter(({ name, error }) => error === 'UNKNOWN_TOPIC_ID' || symbols.topics.has(name))
        .map((topic) => shownTopic(topic, version)),
    ),
  }),
};

export const describeCluster: ApiFormat<'DescribeCluster'> = {
  version: 0,
  request: () => ({ api: 'DescribeCluster' }),
  answer: ({ error, brokers, controllerId }) => ({ error, ...shownBrokers(brokers, controllerId) }),
};

function shownBrokers(brokers: readonly Node[], controllerId: number): { brokers: Json; controller: Json } {
  const ids = brokers.map(({ id }) => id);
  return { brokers: sortedNumbers(ids), controller: ids.includes(controllerId) ? 'a live broker' : 'none' };
}

function shownTopic({ error, name, topicId, isInternal, partitions }: TopicMetadata, version: number) {
  return {
    error,
    // A topic that was asked for by an unknown id has no name.
    name: error === 'UNKNOWN_TOPIC_ID' ? null : name,
    hasTopicId: version >= TOPIC_ID_SINCE && topicId !== '',
    isInternal,
    partitions: partitions
      .toSorted((a, b) => a.partition - b.partition)
      .map((one) => ({
        error: one.error,
        partition: one.partition,
        leader: one.leader,
        leaderEpoch: version < LEADER_EPOCH_SINCE ? -1 : one.leaderEpoch,
        replicas: one.replicas,
        isr: sortedNumbers(one.isr),
        offlineReplicas: version < OFFLINE_REPLICAS_SINCE ? [] : sortedNumbers(one.offlineReplicas),
      })),
  };
}
