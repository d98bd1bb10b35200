/**
 * How a producer makes partitions and offsets part of a transaction: the policy `transactionProtocol` of the client's
 * version.
 */

import type { ConsumerGroupMetadata } from '../../../client/groups/consumer-group-metadata.ts';
import type { ClientPolicies } from '../../../client/versions/client-policies.ts';
import type { OffsetToCommit } from '../../transaction-state/offsets.ts';
import { AddOffsets } from './add-offsets.ts';
import { AddPartitions } from './add-partitions.ts';
import type { RequestContext, TransactionalRequest } from './transactional-request.ts';

export interface TransactionProtocol {
  /** Makes the partitions that records were appended to since the last call part of the transaction. */
  joinPartitions(context: RequestContext, transactionalId: string): void;
  /** The first request of sendOffsetsToTransaction(), whose result is that of the call. */
  offsetsRequest(
    context: RequestContext,
    transactionalId: string,
    offsets: readonly OffsetToCommit[],
    group: ConsumerGroupMetadata,
  ): TransactionalRequest;
}

export const TRANSACTION_PROTOCOLS: Readonly<Record<ClientPolicies['transactionProtocol'], TransactionProtocol>> = {
  explicit: {
    joinPartitions: (context, transactionalId) =>
      context.enqueue(new AddPartitions(context, transactionalId, context.transaction.takeNewPartitions())),
    offsetsRequest: (context, transactionalId, offsets, group) =>
      new AddOffsets(context, transactionalId, offsets, group),
  },
};
