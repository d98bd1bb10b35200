/**
 * Kafka's brokers 3.9.0: what has changed since 3.6.1, as far as it is modelled.
 */
import { type BrokerVersion, patch } from './broker-version.ts';
import { V3_6_1 } from './v3_6_1.ts';

export const V3_9: BrokerVersion = patch(V3_6_1, {
  name: '3.9.0',
  apis: [
    // From version 10 on, the response names leaders (KIP-951). Version 11 is for TRANSACTION_ABORTABLE (KIP-890).
    { api: 'Produce', minVersion: 0, maxVersion: 11 },
    // From version 16 on, the response names leaders, too.
    { api: 'Fetch', minVersion: 0, maxVersion: 16 },
    { api: 'OffsetFetch', minVersion: 0, maxVersion: 9 },
    { api: 'OffsetCommit', minVersion: 0, maxVersion: 9 },
    { api: 'ApiVersions', minVersion: 0, maxVersion: 4 },
    { api: 'InitProducerId', minVersion: 0, maxVersion: 5 },
    { api: 'AddPartitionsToTxn', minVersion: 0, maxVersion: 5 },
    { api: 'AddOffsetsToTxn', minVersion: 0, maxVersion: 4 },
    { api: 'TxnOffsetCommit', minVersion: 0, maxVersion: 4 },
    { api: 'EndTxn', minVersion: 0, maxVersion: 4 },
  ],
  withoutEffect: {
    ...V3_6_1.withoutEffect,
    // KIP-390, and KIP-950.
    topic: [
      ...V3_6_1.withoutEffect.topic,
      'compression.gzip.level',
      'compression.lz4.level',
      'compression.zstd.level',
      'remote.log.copy.disable',
      'remote.log.delete.on.disable',
    ],
  },
  policies: {
    leaderHints: 'named',
    groupCoordinator: 'of Kafka 3.9',
    transactionVerification: 'records and offsets',
    kraft: { uncleanElection: 'as configured', coordinatorLoads: 'once elected' },
    tooFewInSync: 'hold the high watermark',
    unknownTimestamp: 'refuse it',
  },
});
