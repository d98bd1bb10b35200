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
      return handleProduce(call, request);
    case 'Fetch':
      return handleFetch(call, request);
    case 'Metadata':
      return handleMetadata(call, request);
    case 'ApiVersions':
      return handleApiVersions(call, request);
    case 'InitProducerId':
      return handleInitProducerId(call, request);
    case 'ListOffsets':
      return handleListOffsets(call, request);
    case 'CreateTopics':
      return handleCreateTopics(call, request);
    case 'DeleteTopics':
      return handleDeleteTopics(call, request);
    case 'DescribeCluster':
      return handleDescribeCluster(call, request);
    case 'FindCoordinator':
      return handleFindCoordinator(call, request);
    case 'AddPartitionsToTxn':
      return handleAddPartitionsToTxn(call, request);
    case 'AddOffsetsToTxn':
      return handleAddOffsetsToTxn(call, request);
    case 'TxnOffsetCommit':
      return handleTxnOffsetCommit(call, request);
    case 'EndTxn':
      return handleEndTxn(call, request);
    case 'WriteTxnMarkers':
      return handleWriteTxnMarkers(call, request);
  }
}
