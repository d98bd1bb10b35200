/**
 * Kafka's brokers 3.6.1: the version that the others are patches on.
 */
import { apiRanges } from './api-ranges.ts';
import type { BrokerVersion } from './broker-version.ts';
import { BROKER_KEYS, TOPIC_KEYS, TOPIC_KEYS_WITHOUT_EFFECT } from './v3_6_1-broker-keys.ts';
import { BROKER_KEYS_WITHOUT_EFFECT, KEY_FAMILIES_WITHOUT_EFFECT } from './v3_6_1-keys-without-effect.ts';

export const V3_6_1: BrokerVersion = {
  name: '3.6.1',
  apis: apiRanges({
    Produce: [0, 9],
    Fetch: [0, 15],
    ListOffsets: [0, 8],
    Metadata: [0, 12],
    OffsetCommit: [0, 8],
    OffsetFetch: [0, 8],
    FindCoordinator: [0, 4],
    JoinGroup: [0, 9],
    Heartbeat: [0, 4],
    LeaveGroup: [0, 5],
    SyncGroup: [0, 5],
    DescribeGroups: [0, 5],
    ListGroups: [0, 4],
    SaslHandshake: [0, 1],
    ApiVersions: [0, 3],
    CreateTopics: [0, 7],
    DeleteTopics: [0, 6],
    DeleteRecords: [0, 2],
    InitProducerId: [0, 4],
    OffsetForLeaderEpoch: [0, 4],
    AddPartitionsToTxn: [0, 4],
    AddOffsetsToTxn: [0, 3],
    EndTxn: [0, 3],
    WriteTxnMarkers: [0, 1],
    TxnOffsetCommit: [0, 3],
    DescribeConfigs: [0, 4],
    AlterConfigs: [0, 2],
    SaslAuthenticate: [0, 2],
    CreatePartitions: [0, 3],
    DeleteGroups: [0, 2],
    ElectLeaders: [0, 2],
    IncrementalAlterConfigs: [0, 1],
    AlterPartitionReassignments: [0, 0],
    ListPartitionReassignments: [0, 0],
    OffsetDelete: [0, 0],
    DescribeCluster: [0, 0],
    DescribeProducers: [0, 0],
    DescribeTransactions: [0, 0],
    ListTransactions: [0, 0],
  }),
  features: {},
  keys: BROKER_KEYS,
  topicKeys: TOPIC_KEYS,
  withoutEffect: {
    broker: BROKER_KEYS_WITHOUT_EFFECT,
    brokerFamilies: KEY_FAMILIES_WITHOUT_EFFECT,
    topic: Object.keys(TOPIC_KEYS_WITHOUT_EFFECT),
  },
  policies: {
    firstSequence: 'any',
    transactionVerification: 'records',
    transactionEpochs: 'while it produces',
    leaderHints: 'none',
    unnoticedRestart: 'keeps its roles',
    topicIdsInProduce: 'not read',
    zookeeperMode: 'available',
  },
};
