/**
 * Which handler serves which API.
 *
 * Owns: the table. Refuses to know: what handlers do. The transactional APIs have no handler yet and are refused.
 */
import { errorResponse } from '../../protocol/error-response.ts';
import type { ApiName, Apis, Request } from '../../protocol/messages.ts';
import { handleApiVersions } from './api-versions.ts';
import { answer, type Call, type Handler } from './call.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleFetch } from './fetch.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleMetadata } from './metadata.ts';
import { handleProduce } from './produce.ts';

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
  FindCoordinator: refuse,
  AddPartitionsToTxn: refuse,
  AddOffsetsToTxn: refuse,
  TxnOffsetCommit: refuse,
  EndTxn: refuse,
};

export function handle(call: Call, request: Request): void {
  (handlers[request.api] as Handler<Request>)(call, request);
}

function refuse(call: Call, request: Request): void {
  answer(call, errorResponse(request, 'UNSUPPORTED_VERSION'));
}
