/**
 * Which handler serves which API.
 *
 * Owns: the table. Refuses to know: what handlers do.
 */
import type { ApiName, Apis, Request } from '../../protocol/messages.ts';
import { handleAddOffsetsToTxn } from './add-offsets-to-txn.ts';
import { handleAddPartitionsToTxn } from './add-partitions-to-txn.ts';
import { handleApiVersions } from './api-versions.ts';
import type { Call, Handler } from './call.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleEndTxn } from './end-txn.ts';
import { handleFetch } from './fetch.ts';
import { handleFindCoordinator } from './find-coordinator.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleMetadata } from './metadata.ts';
import { handleProduce } from './produce.ts';
import { handleTxnOffsetCommit } from './txn-offset-commit.ts';
import { handleWriteTxnMarkers } from './write-txn-markers.ts';

const handlers: { readonly [A in ApiName]: Handler<Apis[A]['request']> } = {
  ApiVersions: handleApiVersions,
  Metadata: handleMetadata,
  Produce: handleProduce,
  Fetch: handleFetch,
  ListOffsets: handleListOffsets,
  CreateTopics: handleCreateTopics,
  DeleteTopics: handleDeleteTopics,
  DescribeCluster: handleDescribeCluster,
  InitProducerId: handleInitProducerId,
  FindCoordinator: handleFindCoordinator,
  AddPartitionsToTxn: handleAddPartitionsToTxn,
  AddOffsetsToTxn: handleAddOffsetsToTxn,
  TxnOffsetCommit: handleTxnOffsetCommit,
  EndTxn: handleEndTxn,
  WriteTxnMarkers: handleWriteTxnMarkers,
};

export function handle(call: Call, request: Request): void {
  (handlers[request.api] as Handler<Request>)(call, request);
}
