/**
 * Adds a consumer group's offsets to the transaction at its coordinator; then they are sent to the group (commit-offsets.ts).
 */

import type { ConsumerGroupMetadata } from '../../../client/groups/consumer-group-metadata.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { KafkaException } from '../../../protocol/errors/exceptions.ts';
import type { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from '../../../protocol/messages.ts';
import type { OffsetToCommit } from '../../transaction-state/offsets.ts';
import { CommitOffsets } from './commit-offsets.ts';
import { COORDINATOR_REACTIONS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { groupException, type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

const reactionsFor = reactionsByPolicies(() => ({
  ...COORDINATOR_REACTIONS,
  UNKNOWN_PRODUCER_ID: 'abortable with a new epoch',
  INVALID_PRODUCER_ID_MAPPING: 'abortable with a new epoch',
  GROUP_AUTHORIZATION_FAILED: 'abortable',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  INVALID_TXN_STATE: 'fatal',
}));

export class AddOffsets extends TransactionalRequest {
  readonly request: AddOffsetsToTxnRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);
  private readonly offsets: readonly OffsetToCommit[];
  private readonly group: ConsumerGroupMetadata;

  constructor(
    context: RequestContext,
    transactionalId: string,
    offsets: readonly OffsetToCommit[],
    group: ConsumerGroupMetadata,
  ) {
    super(context, new TransactionalResult('AddOffsetsToTxn'));
    const { producerId, producerEpoch } = context.identity.current;
    const { groupId } = group;
    this.request = { api: 'AddOffsetsToTxn', transactionalId, producerId, producerEpoch, groupId };
    this.offsets = offsets;
    this.group = group;
  }

  protected handle({ error }: AddOffsetsToTxnResponse): void {
    if (error !== 'NONE') {
      this.react(error);
      return;
    }
    const { context, request, result } = this;
    // The caller goes on waiting, for the commit of the offsets.
    context.enqueue(new CommitOffsets(context, result, request.transactionalId, this.offsets, this.group));
    context.transaction.start();
  }

  protected override exceptionOf(error: ErrorName): KafkaException {
    return groupException(error, this.request.groupId);
  }
}
