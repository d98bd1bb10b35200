/** The description of each API. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import { addOffsetsToTxnApi } from './add-offsets-to-txn.ts';
import { addPartitionsToTxnApi } from './add-partitions-to-txn.ts';
import { alterConfigsApi } from './alter-configs.ts';
import { alterPartitionReassignmentsApi } from './alter-partition-reassignments.ts';
import { apiVersionsApi } from './api-versions.ts';
import { createPartitionsApi } from './create-partitions.ts';
import { createTopicsApi } from './create-topics.ts';
import { deleteGroupsApi } from './delete-groups.ts';
import { deleteRecordsApi } from './delete-records.ts';
import { deleteTopicsApi } from './delete-topics.ts';
import { describeClusterApi } from './describe-cluster.ts';
import { describeConfigsApi } from './describe-configs.ts';
import { describeGroupsApi } from './describe-groups.ts';
import { describeProducersApi } from './describe-producers.ts';
import { describeTransactionsApi } from './describe-transactions.ts';
import { electLeadersApi } from './elect-leaders.ts';
import { endTxnApi } from './end-txn.ts';
import { fetchApi } from './fetch.ts';
import { findCoordinatorApi } from './find-coordinator.ts';
import { heartbeatApi } from './heartbeat.ts';
import { incrementalAlterConfigsApi } from './incremental-alter-configs.ts';
import { initProducerIdApi } from './init-producer-id.ts';
import { joinGroupApi } from './join-group.ts';
import { leaveGroupApi } from './leave-group.ts';
import { listGroupsApi } from './list-groups.ts';
import { listOffsetsApi } from './list-offsets.ts';
import { listPartitionReassignmentsApi } from './list-partition-reassignments.ts';
import { listTransactionsApi } from './list-transactions.ts';
import { metadataApi } from './metadata.ts';
import { offsetCommitApi } from './offset-commit.ts';
import { offsetDeleteApi } from './offset-delete.ts';
import { offsetFetchApi } from './offset-fetch.ts';
import { offsetForLeaderEpochApi } from './offset-for-leader-epoch.ts';
import { produceApi } from './produce.ts';
import { saslAuthenticateApi } from './sasl-authenticate.ts';
import { saslHandshakeApi } from './sasl-handshake.ts';
import { syncGroupApi } from './sync-group.ts';
import { txnOffsetCommitApi } from './txn-offset-commit.ts';
import { writeTxnMarkersApi } from './write-txn-markers.ts';

export type * from './add-offsets-to-txn.ts';
export type * from './add-partitions-to-txn.ts';
export type * from './alter-configs.ts';
export type * from './alter-partition-reassignments.ts';
export type * from './api-versions.ts';
export type * from './create-partitions.ts';
export type * from './create-topics.ts';
export type * from './delete-groups.ts';
export type * from './delete-records.ts';
export type * from './delete-topics.ts';
export type * from './describe-cluster.ts';
export type * from './describe-configs.ts';
export type * from './describe-groups.ts';
export type * from './describe-producers.ts';
export type * from './describe-transactions.ts';
export type * from './elect-leaders.ts';
export type * from './end-txn.ts';
export type * from './fetch.ts';
export type * from './find-coordinator.ts';
export type * from './heartbeat.ts';
export type * from './incremental-alter-configs.ts';
export type * from './init-producer-id.ts';
export type * from './join-group.ts';
export type * from './leave-group.ts';
export type * from './list-groups.ts';
export type * from './list-offsets.ts';
export type * from './list-partition-reassignments.ts';
export type * from './list-transactions.ts';
export type * from './metadata.ts';
export type * from './offset-commit.ts';
export type * from './offset-delete.ts';
export type * from './offset-fetch.ts';
export type * from './offset-for-leader-epoch.ts';
export type * from './produce.ts';
export type * from './sasl-authenticate.ts';
export type * from './sasl-handshake.ts';
export type * from './sync-group.ts';
export type * from './txn-offset-commit.ts';
export type * from './write-txn-markers.ts';

export interface Apis {
  readonly AddOffsetsToTxn: typeof addOffsetsToTxnApi;
  readonly AddPartitionsToTxn: typeof addPartitionsToTxnApi;
  readonly AlterConfigs: typeof alterConfigsApi;
  readonly AlterPartitionReassignments: typeof alterPartitionReassignmentsApi;
  readonly ApiVersions: typeof apiVersionsApi;
  readonly CreatePartitions: typeof createPartitionsApi;
  readonly CreateTopics: typeof createTopicsApi;
  readonly DeleteGroups: typeof deleteGroupsApi;
  readonly DeleteRecords: typeof deleteRecordsApi;
  readonly DeleteTopics: typeof deleteTopicsApi;
  readonly DescribeCluster: typeof describeClusterApi;
  readonly DescribeConfigs: typeof describeConfigsApi;
  readonly DescribeGroups: typeof describeGroupsApi;
  readonly DescribeProducers: typeof describeProducersApi;
  readonly DescribeTransactions: typeof describeTransactionsApi;
  readonly ElectLeaders: typeof electLeadersApi;
  readonly EndTxn: typeof endTxnApi;
  readonly Fetch: typeof fetchApi;
  readonly FindCoordinator: typeof findCoordinatorApi;
  readonly Heartbeat: typeof heartbeatApi;
  readonly IncrementalAlterConfigs: typeof incrementalAlterConfigsApi;
  readonly InitProducerId: typeof initProducerIdApi;
  readonly JoinGroup: typeof joinGroupApi;
  readonly LeaveGroup: typeof leaveGroupApi;
  readonly ListGroups: typeof listGroupsApi;
  readonly ListOffsets: typeof listOffsetsApi;
  readonly ListPartitionReassignments: typeof listPartitionReassignmentsApi;
  readonly ListTransactions: typeof listTransactionsApi;
  readonly Metadata: typeof metadataApi;
  readonly OffsetCommit: typeof offsetCommitApi;
  readonly OffsetDelete: typeof offsetDeleteApi;
  readonly OffsetFetch: typeof offsetFetchApi;
  readonly OffsetForLeaderEpoch: typeof offsetForLeaderEpochApi;
  readonly Produce: typeof produceApi;
  readonly SaslAuthenticate: typeof saslAuthenticateApi;
  readonly SaslHandshake: typeof saslHandshakeApi;
  readonly SyncGroup: typeof syncGroupApi;
  readonly TxnOffsetCommit: typeof txnOffsetCommitApi;
  readonly WriteTxnMarkers: typeof writeTxnMarkersApi;
}

export const APIS: Apis = {
  AddOffsetsToTxn: addOffsetsToTxnApi,
  AddPartitionsToTxn: addPartitionsToTxnApi,
  AlterConfigs: alterConfigsApi,
  AlterPartitionReassignments: alterPartitionReassignmentsApi,
  ApiVersions: apiVersionsApi,
  CreatePartitions: createPartitionsApi,
  CreateTopics: createTopicsApi,
  DeleteGroups: deleteGroupsApi,
  DeleteRecords: deleteRecordsApi,
  DeleteTopics: deleteTopicsApi,
  DescribeCluster: describeClusterApi,
  DescribeConfigs: describeConfigsApi,
  DescribeGroups: describeGroupsApi,
  DescribeProducers: describeProducersApi,
  DescribeTransactions: describeTransactionsApi,
  ElectLeaders: electLeadersApi,
  EndTxn: endTxnApi,
  Fetch: fetchApi,
  FindCoordinator: findCoordinatorApi,
  Heartbeat: heartbeatApi,
  IncrementalAlterConfigs: incrementalAlterConfigsApi,
  InitProducerId: initProducerIdApi,
  JoinGroup: joinGroupApi,
  LeaveGroup: leaveGroupApi,
  ListGroups: listGroupsApi,
  ListOffsets: listOffsetsApi,
  ListPartitionReassignments: listPartitionReassignmentsApi,
  ListTransactions: listTransactionsApi,
  Metadata: metadataApi,
  OffsetCommit: offsetCommitApi,
  OffsetDelete: offsetDeleteApi,
  OffsetFetch: offsetFetchApi,
  OffsetForLeaderEpoch: offsetForLeaderEpochApi,
  Produce: produceApi,
  SaslAuthenticate: saslAuthenticateApi,
  SaslHandshake: saslHandshakeApi,
  SyncGroup: syncGroupApi,
  TxnOffsetCommit: txnOffsetCommitApi,
  WriteTxnMarkers: writeTxnMarkersApi,
};
