/**
 * How a producer makes partitions and offsets part of a transaction: the policy `transactionProtocol` of the client's
 * version.
 */
import type { ConsumerGroupMetadata } from '../../../client/groups/consumer-group-metadata.ts';
import type { FinalizedFeatures } from '../../../client/network/version-discovery.ts';
import type { ClientPolicies } from '../../../client/versions/client-policies.ts';
import type { OffsetToCommit } from '../../transaction-state/offsets.ts';
import type { ProtocolState, TransactionVersions } from '../../transaction-state/protocol-state.ts';
import { AddOffsets } from './add-offsets.ts';
import { AddPartitions } from './add-partitions.ts';
import { CommitOffsets } from './commit-offsets.ts';
import type { RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

export interface TransactionProtocol extends ProtocolState {
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

export const TRANSACTION_PROTOCOLS: Readonly<
  Record<ClientPolicies['transactionProtocol'], (features: () => FinalizedFeatures) => TransactionProtocol>
> = {
  explicit: () => EXPLICIT_PROTOCOL,
  'implicit if finalized': (features) => new ImplicitIfFinalized(features),
};

export const EXPLICIT_PROTOCOL: TransactionProtocol = {
  isImplicit: false,
  latestVersion: null,
  update: () => false,
  joinPartitions: (context, transactionalId) =>
    context.enqueue(new AddPartitions(context, transactionalId, context.transaction.takeNewPartitions())),
  offsetsRequest: (context, transactionalId, offsets, group) =>
    new AddOffsets(context, transactionalId, offsets, group),
};

const FEATURE = 'transaction.version';
const IMPLICIT_FROM_LEVEL = 2;
/** By these a broker knows that the transaction is explicit. */
const BEFORE_IMPLICIT: TransactionVersions = { Produce: 11, TxnOffsetCommit: 4, EndTxn: 4 };

class ImplicitIfFinalized implements TransactionProtocol {
  isImplicit = false;
  private readonly features: () => FinalizedFeatures;
  private latestEpoch = -1;

  constructor(features: () => FinalizedFeatures) {
    this.features = features;
  }

  get latestVersion(): TransactionVersions | null {
    return this.isImplicit ? null : BEFORE_IMPLICIT;
  }

  update(): boolean {
    const { epoch, levels } = this.features();
    if (this.latestEpoch >= epoch) return false;
    const wasImplicit = this.isImplicit;
    this.latestEpoch = epoch;
    this.isImplicit = (levels[FEATURE] ?? 0) >= IMPLICIT_FROM_LEVEL;
    return this.isImplicit && !wasImplicit;
  }

  joinPartitions(context: RequestContext, transactionalId: string): void {
    EXPLICIT_PROTOCOL.joinPartitions(context, transactionalId);
  }

  offsetsRequest(
    context: RequestContext,
    transactionalId: string,
    offsets: readonly OffsetToCommit[],
    group: ConsumerGroupMetadata,
  ): TransactionalRequest {
    if (!this.isImplicit) return EXPLICIT_PROTOCOL.offsetsRequest(context, transactionalId, offsets, group);
    context.transaction.start();
    const result = new TransactionalResult('TxnOffsetCommitHandler');
    return new CommitOffsets(context, result, transactionalId, offsets, group);
  }
}
