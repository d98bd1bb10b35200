/**
 * Telling the coordinator that the transaction commits offsets of a consumer group; then they can be sent to the group.
 */
import { exceptionFor } from '../../../protocol/exceptions.ts';
import type { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from '../../../protocol/messages.ts';
import type { ConsumerGroupMetadata, OffsetToCommit } from '../state/offsets.ts';
import { unexpected } from './add-partitions.ts';
import { CommitOffsets } from './commit-offsets.ts';
import { unauthorizedGroup } from './find-coordinator.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

export class AddOffsets extends TransactionalRequest {
  readonly request: AddOffsetsToTxnRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
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
    const { context } = this;
    const { transactionalId, groupId } = this.request;
    if (error === 'NONE') {
      // The caller goes on waiting: for the commit itself.
      context.enqueue(new CommitOffsets(context, this.result, transactionalId, this.offsets, this.group));
      context.transaction.start();
    } else if (error === 'UNKNOWN_PRODUCER_ID' || error === 'INVALID_PRODUCER_ID_MAPPING')
      this.failAbortablyIfPossible(exceptionFor(error));
    else if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' || error === 'INVALID_TXN_STATE')
      this.failFatally(exceptionFor(error));
    else if (error === 'GROUP_AUTHORIZATION_FAILED') this.failAbortably(unauthorizedGroup(groupId));
    else if (!this.handledCommonError(error)) this.failFatally(unexpected('AddOffsetsToTxn', error));
  }
}
