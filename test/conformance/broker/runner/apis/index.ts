/**
 * The formats of the APIs that scenarios can use, by Kafka's names.
 */
import type { ApiName, Request, Response } from '../../../../../src/protocol/messages.ts';
import type { Fields, Json } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import {
  alterPartitionReassignments,
  createPartitions,
  electLeaders,
  incrementalAlterConfigs,
} from './administration.ts';
import type { ApiFormat } from './api-format.ts';
import { apiVersions, describeCluster, metadata } from './cluster.ts';
import { fetch } from './fetch.ts';
import { deleteGroups, listGroups, offsetDelete } from './group-administration.ts';
import { describeGroups, heartbeat, joinGroup, leaveGroup, syncGroup } from './group-members.ts';
import { listOffsets } from './list-offsets.ts';
import { offsetCommit, offsetFetch } from './offsets.ts';
import { produce } from './produce.ts';
import { deleteRecords, describeProducers, offsetForLeaderEpoch } from './records.ts';
import { createTopics, deleteTopics } from './topics.ts';
import {
  addOffsetsToTxn,
  addPartitionsToTxn,
  describeTransactions,
  endTxn,
  findCoordinator,
  initProducerId,
  txnOffsetCommit,
  writeTxnMarkers,
} from './transactions.ts';

type Formats = { readonly [A in ApiName]?: ApiFormat<A> };

const FORMATS: Formats = {
  ApiVersions: apiVersions,
  Metadata: metadata,
  Produce: produce,
  Fetch: fetch,
  ListOffsets: listOffsets,
  CreateTopics: createTopics,
  DeleteTopics: deleteTopics,
  CreatePartitions: createPartitions,
  IncrementalAlterConfigs: incrementalAlterConfigs,
  ElectLeaders: electLeaders,
  AlterPartitionReassignments: alterPartitionReassignments,
  DeleteRecords: deleteRecords,
  OffsetForLeaderEpoch: offsetForLeaderEpoch,
  OffsetCommit: offsetCommit,
  OffsetFetch: offsetFetch,
  OffsetDelete: offsetDelete,
  JoinGroup: joinGroup,
  SyncGroup: syncGroup,
  Heartbeat: heartbeat,
  LeaveGroup: leaveGroup,
  DescribeGroups: describeGroups,
  ListGroups: listGroups,
  DeleteGroups: deleteGroups,
  DescribeCluster: describeCluster,
  DescribeProducers: describeProducers,
  DescribeTransactions: describeTransactions,
  InitProducerId: initProducerId,
  FindCoordinator: findCoordinator,
  AddPartitionsToTxn: addPartitionsToTxn,
  AddOffsetsToTxn: addOffsetsToTxn,
  TxnOffsetCommit: txnOffsetCommit,
  EndTxn: endTxn,
  WriteTxnMarkers: writeTxnMarkers,
};

/** The format of any API, with general types for its requests and answers. */
export interface AnyApiFormat {
  readonly version: number;
  request(fields: Fields, symbols: Symbols, version: number): Request;
  answer(response: Response, symbols: Symbols, version: number): Json;
}

/** Undefined if our brokers do not have the API. */
export function formatOf(api: string): AnyApiFormat | undefined {
  return Object.hasOwn(FORMATS, api) ? (FORMATS[api as ApiName] as AnyApiFormat) : undefined;
}
