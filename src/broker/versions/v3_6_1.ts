/**
 * Kafka's brokers 3.6.1: the version that the others are patches on.
 */
import type { BrokerVersion } from './broker-version.ts';
import { BROKER_KEYS, TOPIC_KEYS } from './v3_6_1-broker-keys.ts';
import {
  BROKER_KEYS_WITHOUT_EFFECT,
  KEY_FAMILIES_WITHOUT_EFFECT,
  TOPIC_KEYS_WITHOUT_EFFECT,
} from './v3_6_1-keys-without-effect.ts';

export const V3_6_1: BrokerVersion = {
  name: '3.6.1',
  apis: [
    { api: 'Produce', minVersion: 0, maxVersion: 9 },
    { api: 'Fetch', minVersion: 0, maxVersion: 15 },
    { api: 'ListOffsets', minVersion: 0, maxVersion: 8 },
    { api: 'Metadata', minVersion: 0, maxVersion: 12 },
    { api: 'FindCoordinator', minVersion: 0, maxVersion: 4 },
    { api: 'ApiVersions', minVersion: 0, maxVersion: 3 },
    { api: 'CreateTopics', minVersion: 0, maxVersion: 7 },
    { api: 'DeleteTopics', minVersion: 0, maxVersion: 6 },
    { api: 'InitProducerId', minVersion: 0, maxVersion: 4 },
    { api: 'AddPartitionsToTxn', minVersion: 0, maxVersion: 4 },
    { api: 'AddOffsetsToTxn', minVersion: 0, maxVersion: 3 },
    { api: 'EndTxn', minVersion: 0, maxVersion: 3 },
    { api: 'WriteTxnMarkers', minVersion: 0, maxVersion: 1 },
    { api: 'TxnOffsetCommit', minVersion: 0, maxVersion: 3 },
    { api: 'DescribeCluster', minVersion: 0, maxVersion: 0 },
  ],
  keys: BROKER_KEYS,
  topicKeys: TOPIC_KEYS,
  withoutEffect: {
    broker: BROKER_KEYS_WITHOUT_EFFECT,
    brokerFamilies: KEY_FAMILIES_WITHOUT_EFFECT,
    topic: TOPIC_KEYS_WITHOUT_EFFECT,
  },
  policies: { firstSequence: 'any' },
};
