/** The conversion of each API that can be used over the wire. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import { convertAddOffsetsToTxn } from './add-offsets-to-txn.ts';
import { convertAddPartitionsToTxn } from './add-partitions-to-txn.ts';
import { convertAlterConfigs } from './alter-configs.ts';
import { convertAlterPartitionReassignments } from './alter-partition-reassignments.ts';
import { convertApiVersions } from './api-versions.ts';
import { convertCreatePartitions } from './create-partitions.ts';
import { convertCreateTopics } from './create-topics.ts';
import { convertDeleteGroups } from './delete-groups.ts';
import { convertDeleteRecords } from './delete-records.ts';
import { convertDeleteTopics } from './delete-topics.ts';
import { convertDescribeCluster } from './describe-cluster.ts';
import { convertDescribeConfigs } from './describe-configs.ts';
import { convertDescribeGroups } from './describe-groups.ts';
import { convertDescribeProducers } from './describe-producers.ts';
import { convertDescribeTransactions } from './describe-transactions.ts';
import { convertElectLeaders } from './elect-leaders.ts';
import { convertEndTxn } from './end-txn.ts';
import { convertFetch } from './fetch.ts';
import { convertFindCoordinator } from './find-coordinator.ts';
import { convertHeartbeat } from './heartbeat.ts';
import { convertIncrementalAlterConfigs } from './incremental-alter-configs.ts';
import { convertInitProducerId } from './init-producer-id.ts';
import { convertJoinGroup } from './join-group.ts';
import { convertLeaveGroup } from './leave-group.ts';
import { convertListGroups } from './list-groups.ts';
import { convertListOffsets } from './list-offsets.ts';
import { convertListPartitionReassignments } from './list-partition-reassignments.ts';
import { convertListTransactions } from './list-transactions.ts';
import { convertMetadata } from './metadata.ts';
import { convertOffsetCommit } from './offset-commit.ts';
import { convertOffsetDelete } from './offset-delete.ts';
import { convertOffsetFetch } from './offset-fetch.ts';
import { convertOffsetForLeaderEpoch } from './offset-for-leader-epoch.ts';
import { convertProduce } from './produce.ts';
import { convertSaslAuthenticate } from './sasl-authenticate.ts';
import { convertSaslHandshake } from './sasl-handshake.ts';
import { convertSyncGroup } from './sync-group.ts';
import { convertTxnOffsetCommit } from './txn-offset-commit.ts';
import { convertWriteTxnMarkers } from './write-txn-markers.ts';

export interface Conversions {
  readonly AddOffsetsToTxn: typeof convertAddOffsetsToTxn;
  readonly AddPartitionsToTxn: typeof convertAddPartitionsToTxn;
  readonly AlterConfigs: typeof convertAlterConfigs;
  readonly AlterPartitionReassignments: typeof convertAlterPartitionReassignments;
  readonly ApiVersions: typeof convertApiVersions;
  readonly CreatePartitions: typeof convertCreatePartitions;
  readonly CreateTopics: typeof convertCreateTopics;
  readonly DeleteGroups: typeof convertDeleteGroups;
  readonly DeleteRecords: typeof convertDeleteRecords;
  readonly DeleteTopics: typeof convertDeleteTopics;
  readonly DescribeCluster: typeof convertDescribeCluster;
  readonly DescribeConfigs: typeof convertDescribeConfigs;
  readonly DescribeGroups: typeof convertDescribeGroups;
  readonly DescribeProducers: typeof convertDescribeProducers;
  readonly DescribeTransactions: typeof convertDescribeTransactions;
  readonly ElectLeaders: typeof convertElectLeaders;
  readonly EndTxn: typeof convertEndTxn;
  readonly Fetch: typeof convertFetch;
  readonly FindCoordinator: typeof convertFindCoordinator;
  readonly Heartbeat: typeof convertHeartbeat;
  readonly IncrementalAlterConfigs: typeof convertIncrementalAlterConfigs;
  readonly InitProducerId: typeof convertInitProducerId;
  readonly JoinGroup: typeof convertJoinGroup;
  readonly LeaveGroup: typeof convertLeaveGroup;
  readonly ListGroups: typeof convertListGroups;
  readonly ListOffsets: typeof convertListOffsets;
  readonly ListPartitionReassignments: typeof convertListPartitionReassignments;
  readonly ListTransactions: typeof convertListTransactions;
  readonly Metadata: typeof convertMetadata;
  readonly OffsetCommit: typeof convertOffsetCommit;
  readonly OffsetDelete: typeof convertOffsetDelete;
  readonly OffsetFetch: typeof convertOffsetFetch;
  readonly OffsetForLeaderEpoch: typeof convertOffsetForLeaderEpoch;
  readonly Produce: typeof convertProduce;
  readonly SaslAuthenticate: typeof convertSaslAuthenticate;
  readonly SaslHandshake: typeof convertSaslHandshake;
  readonly SyncGroup: typeof convertSyncGroup;
  readonly TxnOffsetCommit: typeof convertTxnOffsetCommit;
  readonly WriteTxnMarkers: typeof convertWriteTxnMarkers;
}

export const CONVERSIONS: Conversions = {
  AddOffsetsToTxn: convertAddOffsetsToTxn,
  AddPartitionsToTxn: convertAddPartitionsToTxn,
  AlterConfigs: convertAlterConfigs,
  AlterPartitionReassignments: convertAlterPartitionReassignments,
  ApiVersions: convertApiVersions,
  CreatePartitions: convertCreatePartitions,
  CreateTopics: convertCreateTopics,
  DeleteGroups: convertDeleteGroups,
  DeleteRecords: convertDeleteRecords,
  DeleteTopics: convertDeleteTopics,
  DescribeCluster: convertDescribeCluster,
  DescribeConfigs: convertDescribeConfigs,
  DescribeGroups: convertDescribeGroups,
  DescribeProducers: convertDescribeProducers,
  DescribeTransactions: convertDescribeTransactions,
  ElectLeaders: convertElectLeaders,
  EndTxn: convertEndTxn,
  Fetch: convertFetch,
  FindCoordinator: convertFindCoordinator,
  Heartbeat: convertHeartbeat,
  IncrementalAlterConfigs: convertIncrementalAlterConfigs,
  InitProducerId: convertInitProducerId,
  JoinGroup: convertJoinGroup,
  LeaveGroup: convertLeaveGroup,
  ListGroups: convertListGroups,
  ListOffsets: convertListOffsets,
  ListPartitionReassignments: convertListPartitionReassignments,
  ListTransactions: convertListTransactions,
  Metadata: convertMetadata,
  OffsetCommit: convertOffsetCommit,
  OffsetDelete: convertOffsetDelete,
  OffsetFetch: convertOffsetFetch,
  OffsetForLeaderEpoch: convertOffsetForLeaderEpoch,
  Produce: convertProduce,
  SaslAuthenticate: convertSaslAuthenticate,
  SaslHandshake: convertSaslHandshake,
  SyncGroup: convertSyncGroup,
  TxnOffsetCommit: convertTxnOffsetCommit,
  WriteTxnMarkers: convertWriteTxnMarkers,
};
