/**
 * Handing a consumer group's offsets to its coordinator, to be valid when the transaction is committed.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import { ERRORS } from '../../../protocol/errors.ts';
import { CommitFailedException, exceptionFor } from '../../../protocol/exceptions.ts';
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '../../../protocol/messages.ts';
import type { ConsumerGroupMetadata, OffsetToCommit } from '../state/offsets.ts';
import { unexpected } from './add-partitions.ts';
import { unauthorizedGroup } from './find-coordinator.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import type { TransactionalResult } from './transactional-result.ts';

export class CommitOffsets extends TransactionalRequest {
  readonly request: TxnOffsetCommitRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
  override readonly coordinatorType = 'group' as const;

  constructor(
    context: RequestContext,
    result: TransactionalResult,
    transactionalId: string,
    offsets: readonly OffsetToCommit[],
    group: ConsumerGroupMetadata,
  ) {
    super(context, result);
    const { producerId, producerEpoch } = context.identity.current;
    const { groupId, generationId, memberId, groupInstanceId } = group;
    this.request = {
      api: 'TxnOffsetCommit',
      transactionalId,
      groupId,
      producerId,
      producerEpoch,
      generationId,
      memberId,
      groupInstanceId,
      partitions: context.transaction.addOffsets(offsets),
    };
  }

  override get coordinatorKey(): string {
    return this.request.groupId;
  }

  protected handle({ partitions }: TxnOffsetCommitResponse): void {
    const { transaction } = this.context;
    let isLookedUp = false;
    for (const place of partitions) {
      const { error } = place;
      if (error === 'NONE') transaction.offsetCommitted(place);
      else if (isCoordinatorLost(error)) {
        if (!isLookedUp) this.lookUpCoordinator();
        isLookedUp = true;
      } else if (error !== 'UNKNOWN_TOPIC_OR_PARTITION' && error !== 'COORDINATOR_LOAD_IN_PROGRESS') {
        this.fail(error);
        break;
      }
    }
    if (this.result.isCompleted) transaction.forgetOffsets();
    else if (transaction.hasOffsetsToCommit) this.retry();
    else this.result.done();
  }

  private fail(error: ErrorName): void {
    if (error === 'GROUP_AUTHORIZATION_FAILED') this.failAbortably(unauthorizedGroup(this.request.groupId));
    else if (error === 'FENCED_INSTANCE_ID') this.failAbortably(exceptionFor(error));
    else if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
      const problem = 'Transaction offset Commit failed due to consumer group metadata mismatch';
      this.failAbortably(new CommitFailedException(`${problem}: ${ERRORS[error].message}`));
    } else if (error === 'INVALID_PRODUCER_EPOCH' || error === 'PRODUCER_FENCED')
      this.failFatally(exceptionFor('PRODUCER_FENCED'));
    else if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' || error === 'UNSUPPORTED_FOR_MESSAGE_FORMAT')
      this.failFatally(exceptionFor(error));
    else this.failFatally(unexpected('TxnOffsetCommit', error));
  }
}

function isCoordinatorLost(error: ErrorName): boolean {
  return error === 'COORDINATOR_NOT_AVAILABLE' || error === 'NOT_COORDINATOR' || error === 'REQUEST_TIMED_OUT';
}
