/** The fields of the messages of each API. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import { addOffsetsToTxnSchema } from './add-offsets-to-txn.ts';
import { addPartitionsToTxnSchema } from './add-partitions-to-txn.ts';
import { alterConfigsSchema } from './alter-configs.ts';
import { alterPartitionReassignmentsSchema } from './alter-partition-reassignments.ts';
import { apiVersionsSchema } from './api-versions.ts';
import { createPartitionsSchema } from './create-partitions.ts';
import { createTopicsSchema } from './create-topics.ts';
import { deleteGroupsSchema } from './delete-groups.ts';
import { deleteRecordsSchema } from './delete-records.ts';
import { deleteTopicsSchema } from './delete-topics.ts';
import { describeClusterSchema } from './describe-cluster.ts';
import { describeConfigsSchema } from './describe-configs.ts';
import { describeGroupsSchema } from './describe-groups.ts';
import { describeProducersSchema } from './describe-producers.ts';
import { describeTransactionsSchema } from './describe-transactions.ts';
import { electLeadersSchema } from './elect-leaders.ts';
import { endTxnSchema } from './end-txn.ts';
import { fetchSchema } from './fetch.ts';
import { findCoordinatorSchema } from './find-coordinator.ts';
import { heartbeatSchema } from './heartbeat.ts';
import { incrementalAlterConfigsSchema } from './incremental-alter-configs.ts';
import { initProducerIdSchema } from './init-producer-id.ts';
import { joinGroupSchema } from './join-group.ts';
import { leaveGroupSchema } from './leave-group.ts';
import { listGroupsSchema } from './list-groups.ts';
import { listOffsetsSchema } from './list-offsets.ts';
import { listPartitionReassignmentsSchema } from './list-partition-reassignments.ts';
import { listTransactionsSchema } from './list-transactions.ts';
import { metadataSchema } from './metadata.ts';
import { offsetCommitSchema } from './offset-commit.ts';
import { offsetDeleteSchema } from './offset-delete.ts';
import { offsetFetchSchema } from './offset-fetch.ts';
import { offsetForLeaderEpochSchema } from './offset-for-leader-epoch.ts';
import { produceSchema } from './produce.ts';
import { saslAuthenticateSchema } from './sasl-authenticate.ts';
import { saslHandshakeSchema } from './sasl-handshake.ts';
import { syncGroupSchema } from './sync-group.ts';
import { txnOffsetCommitSchema } from './txn-offset-commit.ts';
import { writeTxnMarkersSchema } from './write-txn-markers.ts';

export interface Schemas {
  readonly AddOffsetsToTxn: typeof addOffsetsToTxnSchema;
  readonly AddPartitionsToTxn: typeof addPartitionsToTxnSchema;
  readonly AlterConfigs: typeof alterConfigsSchema;
  readonly AlterPartitionReassignments: typeof alterPartitionReassignmentsSchema;
  readonly ApiVersions: typeof apiVersionsSchema;
  readonly CreatePartitions: typeof createPartitionsSchema;
  readonly CreateTopics: typeof createTopicsSchema;
  readonly DeleteGroups: typeof deleteGroupsSchema;
  readonly DeleteRecords: typeof deleteRecordsSchema;
  readonly DeleteTopics: typeof deleteTopicsSchema;
  readonly DescribeCluster: typeof describeClusterSchema;
  readonly DescribeConfigs: typeof describeConfigsSchema;
  readonly DescribeGroups: typeof describeGroupsSchema;
  readonly DescribeProducers: typeof describeProducersSchema;
  readonly DescribeTransactions: typeof describeTransactionsSchema;
  readonly ElectLeaders: typeof electLeadersSchema;
  readonly EndTxn: typeof endTxnSchema;
  readonly Fetch: typeof fetchSchema;
  readonly FindCoordinator: typeof findCoordinatorSchema;
  readonly Heartbeat: typeof heartbeatSchema;
  readonly IncrementalAlterConfigs: typeof incrementalAlterConfigsSchema;
  readonly InitProducerId: typeof initProducerIdSchema;
  readonly JoinGroup: typeof joinGroupSchema;
  readonly LeaveGroup: typeof leaveGroupSchema;
  readonly ListGroups: typeof listGroupsSchema;
  readonly ListOffsets: typeof listOffsetsSchema;
  readonly ListPartitionReassignments: typeof listPartitionReassignmentsSchema;
  readonly ListTransactions: typeof listTransactionsSchema;
  readonly Metadata: typeof metadataSchema;
  readonly OffsetCommit: typeof offsetCommitSchema;
  readonly OffsetDelete: typeof offsetDeleteSchema;
  readonly OffsetFetch: typeof offsetFetchSchema;
  readonly OffsetForLeaderEpoch: typeof offsetForLeaderEpochSchema;
  readonly Produce: typeof produceSchema;
  readonly SaslAuthenticate: typeof saslAuthenticateSchema;
  readonly SaslHandshake: typeof saslHandshakeSchema;
  readonly SyncGroup: typeof syncGroupSchema;
  readonly TxnOffsetCommit: typeof txnOffsetCommitSchema;
  readonly WriteTxnMarkers: typeof writeTxnMarkersSchema;
}

export const SCHEMAS: Schemas = {
  AddOffsetsToTxn: addOffsetsToTxnSchema,
  AddPartitionsToTxn: addPartitionsToTxnSchema,
  AlterConfigs: alterConfigsSchema,
  AlterPartitionReassignments: alterPartitionReassignmentsSchema,
  ApiVersions: apiVersionsSchema,
  CreatePartitions: createPartitionsSchema,
  CreateTopics: createTopicsSchema,
  DeleteGroups: deleteGroupsSchema,
  DeleteRecords: deleteRecordsSchema,
  DeleteTopics: deleteTopicsSchema,
  DescribeCluster: describeClusterSchema,
  DescribeConfigs: describeConfigsSchema,
  DescribeGroups: describeGroupsSchema,
  DescribeProducers: describeProducersSchema,
  DescribeTransactions: describeTransactionsSchema,
  ElectLeaders: electLeadersSchema,
  EndTxn: endTxnSchema,
  Fetch: fetchSchema,
  FindCoordinator: findCoordinatorSchema,
  Heartbeat: heartbeatSchema,
  IncrementalAlterConfigs: incrementalAlterConfigsSchema,
  InitProducerId: initProducerIdSchema,
  JoinGroup: joinGroupSchema,
  LeaveGroup: leaveGroupSchema,
  ListGroups: listGroupsSchema,
  ListOffsets: listOffsetsSchema,
  ListPartitionReassignments: listPartitionReassignmentsSchema,
  ListTransactions: listTransactionsSchema,
  Metadata: metadataSchema,
  OffsetCommit: offsetCommitSchema,
  OffsetDelete: offsetDeleteSchema,
  OffsetFetch: offsetFetchSchema,
  OffsetForLeaderEpoch: offsetForLeaderEpochSchema,
  Produce: produceSchema,
  SaslAuthenticate: saslAuthenticateSchema,
  SaslHandshake: saslHandshakeSchema,
  SyncGroup: syncGroupSchema,
  TxnOffsetCommit: txnOffsetCommitSchema,
  WriteTxnMarkers: writeTxnMarkersSchema,
};
