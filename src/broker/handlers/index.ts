/** The handler of each API. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import { handleAddOffsetsToTxn } from './add-offsets-to-txn.ts';
import { handleAddPartitionsToTxn } from './add-partitions-to-txn.ts';
import { handleAlterConfigs } from './alter-configs.ts';
import { handleAlterPartitionReassignments } from './alter-partition-reassignments.ts';
import { handleApiVersions } from './api-versions.ts';
import { handleCreatePartitions } from './create-partitions.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteGroups } from './delete-groups.ts';
import { handleDeleteRecords } from './delete-records.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleDescribeConfigs } from './describe-configs.ts';
import { handleDescribeGroups } from './describe-groups.ts';
import { handleDescribeProducers } from './describe-producers.ts';
import { handleDescribeTransactions } from './describe-transactions.ts';
import { handleElectLeaders } from './elect-leaders.ts';
import { handleEndTxn } from './end-txn.ts';
import { handleFetch } from './fetch.ts';
import { handleFindCoordinator } from './find-coordinator.ts';
import { handleHeartbeat } from './heartbeat.ts';
import { handleIncrementalAlterConfigs } from './incremental-alter-configs.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { handleJoinGroup } from './join-group.ts';
import { handleLeaveGroup } from './leave-group.ts';
import { handleListGroups } from './list-groups.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleListPartitionReassignments } from './list-partition-reassignments.ts';
import { handleListTransactions } from './list-transactions.ts';
import { handleMetadata } from './metadata.ts';
import { handleOffsetCommit } from './offset-commit.ts';
import { handleOffsetDelete } from './offset-delete.ts';
import { handleOffsetFetch } from './offset-fetch.ts';
import { handleOffsetForLeaderEpoch } from './offset-for-leader-epoch.ts';
import { handleProduce } from './produce.ts';
import { handleSaslAuthenticate } from './sasl-authenticate.ts';
import { handleSaslHandshake } from './sasl-handshake.ts';
import { handleSyncGroup } from './sync-group.ts';
import { handleTxnOffsetCommit } from './txn-offset-commit.ts';
import { handleWriteTxnMarkers } from './write-txn-markers.ts';

export interface Handlers {
  readonly AddOffsetsToTxn: typeof handleAddOffsetsToTxn;
  readonly AddPartitionsToTxn: typeof handleAddPartitionsToTxn;
  readonly AlterConfigs: typeof handleAlterConfigs;
  readonly AlterPartitionReassignments: typeof handleAlterPartitionReassignments;
  readonly ApiVersions: typeof handleApiVersions;
  readonly CreatePartitions: typeof handleCreatePartitions;
  readonly CreateTopics: typeof handleCreateTopics;
  readonly DeleteGroups: typeof handleDeleteGroups;
  readonly DeleteRecords: typeof handleDeleteRecords;
  readonly DeleteTopics: typeof handleDeleteTopics;
  readonly DescribeCluster: typeof handleDescribeCluster;
  readonly DescribeConfigs: typeof handleDescribeConfigs;
  readonly DescribeGroups: typeof handleDescribeGroups;
  readonly DescribeProducers: typeof handleDescribeProducers;
  readonly DescribeTransactions: typeof handleDescribeTransactions;
  readonly ElectLeaders: typeof handleElectLeaders;
  readonly EndTxn: typeof handleEndTxn;
  readonly Fetch: typeof handleFetch;
  readonly FindCoordinator: typeof handleFindCoordinator;
  readonly Heartbeat: typeof handleHeartbeat;
  readonly IncrementalAlterConfigs: typeof handleIncrementalAlterConfigs;
  readonly InitProducerId: typeof handleInitProducerId;
  readonly JoinGroup: typeof handleJoinGroup;
  readonly LeaveGroup: typeof handleLeaveGroup;
  readonly ListGroups: typeof handleListGroups;
  readonly ListOffsets: typeof handleListOffsets;
  readonly ListPartitionReassignments: typeof handleListPartitionReassignments;
  readonly ListTransactions: typeof handleListTransactions;
  readonly Metadata: typeof handleMetadata;
  readonly OffsetCommit: typeof handleOffsetCommit;
  readonly OffsetDelete: typeof handleOffsetDelete;
  readonly OffsetFetch: typeof handleOffsetFetch;
  readonly OffsetForLeaderEpoch: typeof handleOffsetForLeaderEpoch;
  readonly Produce: typeof handleProduce;
  readonly SaslAuthenticate: typeof handleSaslAuthenticate;
  readonly SaslHandshake: typeof handleSaslHandshake;
  readonly SyncGroup: typeof handleSyncGroup;
  readonly TxnOffsetCommit: typeof handleTxnOffsetCommit;
  readonly WriteTxnMarkers: typeof handleWriteTxnMarkers;
}

export const HANDLERS: Handlers = {
  AddOffsetsToTxn: handleAddOffsetsToTxn,
  AddPartitionsToTxn: handleAddPartitionsToTxn,
  AlterConfigs: handleAlterConfigs,
  AlterPartitionReassignments: handleAlterPartitionReassignments,
  ApiVersions: handleApiVersions,
  CreatePartitions: handleCreatePartitions,
  CreateTopics: handleCreateTopics,
  DeleteGroups: handleDeleteGroups,
  DeleteRecords: handleDeleteRecords,
  DeleteTopics: handleDeleteTopics,
  DescribeCluster: handleDescribeCluster,
  DescribeConfigs: handleDescribeConfigs,
  DescribeGroups: handleDescribeGroups,
  DescribeProducers: handleDescribeProducers,
  DescribeTransactions: handleDescribeTransactions,
  ElectLeaders: handleElectLeaders,
  EndTxn: handleEndTxn,
  Fetch: handleFetch,
  FindCoordinator: handleFindCoordinator,
  Heartbeat: handleHeartbeat,
  IncrementalAlterConfigs: handleIncrementalAlterConfigs,
  InitProducerId: handleInitProducerId,
  JoinGroup: handleJoinGroup,
  LeaveGroup: handleLeaveGroup,
  ListGroups: handleListGroups,
  ListOffsets: handleListOffsets,
  ListPartitionReassignments: handleListPartitionReassignments,
  ListTransactions: handleListTransactions,
  Metadata: handleMetadata,
  OffsetCommit: handleOffsetCommit,
  OffsetDelete: handleOffsetDelete,
  OffsetFetch: handleOffsetFetch,
  OffsetForLeaderEpoch: handleOffsetForLeaderEpoch,
  Produce: handleProduce,
  SaslAuthenticate: handleSaslAuthenticate,
  SaslHandshake: handleSaslHandshake,
  SyncGroup: handleSyncGroup,
  TxnOffsetCommit: handleTxnOffsetCommit,
  WriteTxnMarkers: handleWriteTxnMarkers,
};
