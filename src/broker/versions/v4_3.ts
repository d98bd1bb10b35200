/**
 * Kafka's brokers 4.3.1: what has changed since 3.9.0, as far as it is modelled.
 */
import { type BrokerVersion, patch } from './broker-version.ts';
import { V3_9 } from './v3_9.ts';

export const V4_3: BrokerVersion = patch(V3_9, {
  name: '4.3.1',
  apis: [
    // Clients before 2.1 are not supported any more (KIP-896), but Produce is listed from version 0 on. Version 13 names topics by id (KIP-516).
    { api: 'Produce', minVersion: 0, maxVersion: 13 },
    { api: 'Fetch', minVersion: 4, maxVersion: 16 },
    { api: 'ListOffsets', minVersion: 1, maxVersion: 8 },
    { api: 'OffsetCommit', minVersion: 2, maxVersion: 9 },
    { api: 'OffsetFetch', minVersion: 1, maxVersion: 9 },
    { api: 'CreateTopics', minVersion: 2, maxVersion: 7 },
    { api: 'DeleteTopics', minVersion: 1, maxVersion: 6 },
    { api: 'OffsetForLeaderEpoch', minVersion: 2, maxVersion: 4 },
    { api: 'DescribeConfigs', minVersion: 1, maxVersion: 4 },
    // From version 5 on, a transaction that ends ends the epoch of its producer (KIP-890, part 2), and TxnOffsetCommit needs no AddOffsetsToTxn.
    { api: 'EndTxn', minVersion: 0, maxVersion: 5 },
    { api: 'TxnOffsetCommit', minVersion: 0, maxVersion: 5 },
    // Version 2 says whether the marker has such an epoch (KIP-1228).
    { api: 'WriteTxnMarkers', minVersion: 1, maxVersion: 2 },
  ],
  // The level of a new cluster (TransactionVersion.LATEST_PRODUCTION).
  features: { 'transaction.version': 2 },
  // KIP-724: record formats before 2 are gone, and so are the keys about them. KIP-937 had deprecated the key about timestamps.
  topicKeys: { 'message.timestamp.difference.max.ms': null },
  withoutEffect: {
    ...V3_9.withoutEffect,
    topic: V3_9.withoutEffect.topic.filter(
      (key) => key !== 'message.format.version' && key !== 'message.downconversion.enable',
    ),
  },
  // The first two: KIP-1030.
  keys: {
    'log.message.timestamp.after.max.ms': { default: 3_600_000 },
    'log.segment.bytes': { min: 1_048_576 },
    'log.message.timestamp.difference.max.ms': null,
    'add.partitions.to.txn.retry.backoff.ms': { type: 'INT', default: 20, min: 1 },
    'add.partitions.to.txn.retry.backoff.max.ms': { type: 'INT', default: 100, min: 0 },
  },
  policies: {
    transactionVerification: 'or add',
    transactionEpochs: 'one transaction',
    topicIdsInProduce: 'understood',
    markersWithoutLeader: 'drop it',
    groupCoordinator: 'of Kafka 4',
    cordonedDirectories: 'possible',
    unnoticedRestart: 'loses its roles',
    zookeeperMode: 'removed',
  },
});
