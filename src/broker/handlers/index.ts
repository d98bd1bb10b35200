/**
 * Which handler serves which API.
 *
 * Owns: the table. Refuses to know: what handlers do.
 */
import type { Request } from '../../protocol/messages.ts';
import { handleAddOffsetsToTxn } from './add-offsets-to-txn.ts';
import { handleAddPartitionsToTxn } from './add-partitions-to-txn.ts';
import { handleApiVersions } from './api-versions.ts';
import type { Call } from './call.ts';
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

/** Spelled out, the busiest first, and not looked up in a table: this is every request's way. */
export function handle(call: Call, request: Request): void {
  switch (request.api) {
    case 'Produce':
      handleProduce(call, request);
      return;
    case 'Fetch':
      handleFetch(call, request);
      return;
    case 'Metadata':
      handleMetadata(call, request);
      return;
    case 'ApiVersions':
      handleApiVersions(call, request);
      return;
    case 'InitProducerId':
      handleInitProducerId(call, request);
      return;
    case 'ListOffsets':
      handleListOffsets(call, request);
      return;
    case 'CreateTopics':
      handleCreateTopics(call, request);
      return;
    case 'DeleteTopics':
      handleDeleteTopics(call, request);
      return;
    case 'DescribeCluster':
      handleDescribeCluster(call, request);
      return;
    case 'FindCoordinator':
      handleFindCoordinator(call, request);
      return;
    case 'AddPartitionsToTxn':
      handleAddPartitionsToTxn(call, request);
      return;
    case 'AddOffsetsToTxn':
      handleAddOffsetsToTxn(call, request);
      return;
    case 'TxnOffsetCommit':
      handleTxnOffsetCommit(call, request);
      return;
    case 'EndTxn':
      handleEndTxn(call, request);
      return;
    case 'WriteTxnMarkers':
      handleWriteTxnMarkers(call, request);
      return;
  }
}
