/**
 * The Java clients 3.6.1: the version that the others are patches on.
 */
import type { ApiRange, ClientVersion } from './client-version.ts';
import { ADMIN_KEYS, CONSUMER_KEYS } from './v3_6_1-admin-and-consumer-keys.ts';
import { PRODUCER_KEYS } from './v3_6_1-producer-keys.ts';

export const V3_6_1: ClientVersion = {
  name: '3.6.1',
  commitId: '5e3c2b738d253ff5',
  apis: {
    ApiVersions: range(0, 3),
    Metadata: range(0, 12),
    Produce: range(0, 9),
    Fetch: range(0, 15),
    ListOffsets: range(0, 8),
    CreateTopics: range(0, 7),
    DeleteTopics: range(0, 6),
    DescribeCluster: range(0, 0),
    InitProducerId: range(0, 4),
    FindCoordinator: range(0, 4),
    // Version 4 is for brokers only.
    AddPartitionsToTxn: range(0, 3),
    AddOffsetsToTxn: range(0, 3),
    TxnOffsetCommit: range(0, 3),
    EndTxn: range(0, 3),
    // For brokers only.
    WriteTxnMarkers: range(0, 1),
  },
  keys: { producer: PRODUCER_KEYS, admin: ADMIN_KEYS, consumer: CONSUMER_KEYS },
};

function range(oldest: number, latest: number): ApiRange {
  return { oldest, latest };
}
