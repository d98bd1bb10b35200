/**
 * Sends a consumer group's offsets to the group's coordinator, which makes them valid when the transaction is committed.
 */

import type { ConsumerGroupMetadata } from '../../../client/groups/consumer-group-metadata.ts';
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';
import { CommitFailedException, type KafkaException } from '../../../protocol/errors/exceptions.ts';
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '../../../protocol/messages.ts';
import type { OffsetToCommit } from '../../transaction-state/offsets.ts';
import { RETRY_RETRIABLE_ERRORS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { groupException, type RequestContext, TransactionalRequest } from './transactional-request.ts';
import type { TransactionalResult } from './transactional-result.ts';

/** Of these, 'retry' and 'find coordinator' concern one partition: its offset is sent again, and the others are not. */
const SOME_REACTIONS: Reactions = {
  COORDINATOR_NOT_AVAILABLE: 'find coordinator',
  NOT_COORDINATOR: 'find coordinator',
  REQUEST_TIMED_OUT: 'find coordinator',
  UNKNOWN_TOPIC_OR_PARTITION: 'retry',
  COORDINATOR_LOAD_IN_PROGRESS: 'retry',
  GROUP_AUTHORIZATION_FAILED: 'abortable',
  FENCED_INSTANCE_ID: 'abortable',
  UNKNOWN_MEMBER_ID: 'abortable',
  ILLEGAL_GENERATION: 'abortable',
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'fatal',
};

const reactionsFor = reactionsByPolicies(({ offsetCommitRetries }) =>
  offsetCommitRetries === 'some' ? SOME_REACTIONS : { ...RETRY_RETRIABLE_ERRORS, ...SOME_REACTIONS },
);

export class CommitOffsets extends TransactionalRequest {
  readonly request: TxnOffsetCommitRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
  override readonly coordinatorType = 'group' as const;
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);

  constructor(
    context: RequestContext,
    result: TransactionalResult,
    transactionalId: string,
    offsets: readonly OffsetToCommit[],
    group: ConsumerGroupMetadata,
  ) {
    super(context, result);
    const { producerId, producerEpoch } = context.identity.current;
    const { latestVersion } = context.protocol;
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
      ...(latestVersion !== null && { latestVersion: latestVersion.TxnOffsetCommit }),
    };
  }

  override get coordinatorKey(): string {
    return this.request.groupId;
  }

  protected handle({ partitions }: TxnOffsetCommitResponse): void {
    const { transaction } = this.context;
    let isLookedUp = false;
    for (const answer of partitions) {
      const { error } = answer;
      const reaction = this.reactions[error];
      if (error === 'NONE') transaction.offsetCommitted(answer);
      else if (reaction === 'find coordinator') {
        if (!isLookedUp) this.lookUpCoordinator();
        isLookedUp = true;
      } else if (reaction !== 'retry') {
        this.react(error);
        break;
      }
    }
    if (this.result.isCompleted) transaction.forgetOffsets();
    else if (transaction.hasOffsetsToCommit) this.retry();
    else this.result.done();
  }

  protected override exceptionOf(error: ErrorName): KafkaException {
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
      const problem = 'Transaction offset Commit failed due to consumer group metadata mismatch';
      return new CommitFailedException(`${problem}: ${ERRORS[error].message}`);
    }
    return groupException(error, this.request.groupId);
  }
}
