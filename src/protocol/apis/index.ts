/** The description of each API. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import { addOffsetsToTxnApi } from './add-offsets-to-txn.ts';
import { addPartitionsToTxnApi } from './add-partitions-to-txn.ts';
import { apiVersionsApi } from './api-versions.ts';
import { createTopicsApi } from './create-topics.ts';
import { deleteRecordsApi } from './delete-records.ts';
import { deleteTopicsApi } from './delete-topics.ts';
import { describeClusterApi } from './describe-cluster.ts';
import { describeProducersApi } from './describe-producers.ts';
import { describeTransactionsApi } from './describe-transactions.ts';
import { endTxnApi } from './end-txn.ts';
import { fetchApi } from './fetch.ts';
import { findCoordinatorApi } from './find-coordinator.ts';
import { initProducerIdApi } from './init-producer-id.ts';
import { listOffsetsApi } from './list-offsets.ts';
import { listTransactionsApi } from './list-transactions.ts';
import { metadataApi } from './metadata.ts';
import { offsetFetchApi } from './offset-fetch.ts';
import { offsetForLeaderEpochApi } from './offset-for-leader-epoch.ts';
import { produceApi } from './produce.ts';
import { txnOffsetCommitApi } from './txn-offset-commit.ts';
import { writeTxnMarkersApi } from './write-txn-markers.ts';

export type * from './add-offsets-to-txn.ts';
export type * from './add-partitions-to-txn.ts';
export type * from './api-versions.ts';
export type * from './create-topics.ts';
export type * from './delete-records.ts';
export type * from './delete-topics.ts';
export type * from './describe-cluster.ts';
export type * from './describe-producers.ts';
export type * from './describe-transactions.ts';
export type * from './end-txn.ts';
export type * from './fetch.ts';
export type * from './find-coordinator.ts';
export type * from './init-producer-id.ts';
export type * from './list-offsets.ts';
export type * from './list-transactions.ts';
export type * from './metadata.ts';
export type * from './offset-fetch.ts';
export type * from './offset-for-leader-epoch.ts';
export type * from './produce.ts';
export type * from './txn-offset-commit.ts';
export type * from './write-txn-markers.ts';

export interface Apis {
  readonly AddOffsetsToTxn: typeof addOffsetsToTxnApi;
  readonly AddPartitionsToTxn: typeof addPartitionsToTxnApi;
  readonly ApiVersions: typeof apiVersionsApi;
  readonly CreateTopics: typeof createTopicsApi;
  readonly DeleteRecords: typeof deleteRecordsApi;
  readonly DeleteTopics: typeof deleteTopicsApi;
  readonly DescribeCluster: typeof describeClusterApi;
  readonly DescribeProducers: typeof describeProducersApi;
  readonly DescribeTransactions: typeof describeTransactionsApi;
  readonly EndTxn: typeof endTxnApi;
  readonly Fetch: typeof fetchApi;
  readonly FindCoordinator: typeof findCoordinatorApi;
  readonly InitProducerId: typeof initProducerIdApi;
  readonly ListOffsets: typeof listOffsetsApi;
  readonly ListTransactions: typeof listTransactionsApi;
  readonly Metadata: typeof metadataApi;
  readonly OffsetFetch: typeof offsetFetchApi;
  readonly OffsetForLeaderEpoch: typeof offsetForLeaderEpochApi;
  readonly Produce: typeof produceApi;
  readonly TxnOffsetCommit: typeof txnOffsetCommitApi;
  readonly WriteTxnMarkers: typeof writeTxnMarkersApi;
}

export const APIS: Apis = {
  AddOffsetsToTxn: addOffsetsToTxnApi,
  AddPartitionsToTxn: addPartitionsToTxnApi,
  ApiVersions: apiVersionsApi,
  CreateTopics: createTopicsApi,
  DeleteRecords: deleteRecordsApi,
  DeleteTopics: deleteTopicsApi,
  DescribeCluster: describeClusterApi,
  DescribeProducers: describeProducersApi,
  DescribeTransactions: describeTransactionsApi,
  EndTxn: endTxnApi,
  Fetch: fetchApi,
  FindCoordinator: findCoordinatorApi,
  InitProducerId: initProducerIdApi,
  ListOffsets: listOffsetsApi,
  ListTransactions: listTransactionsApi,
  Metadata: metadataApi,
  OffsetFetch: offsetFetchApi,
  OffsetForLeaderEpoch: offsetForLeaderEpochApi,
  Produce: produceApi,
  TxnOffsetCommit: txnOffsetCommitApi,
  WriteTxnMarkers: writeTxnMarkersApi,
};
