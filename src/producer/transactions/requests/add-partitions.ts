/**
 * Adds partitions to the transaction at its coordinator, before anything is written to them.
 */

import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { KafkaException, TopicAuthorizationException } from '../../../protocol/errors/exceptions.ts';
import type { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from '../../../protocol/messages.ts';
import { COORDINATOR_REACTIONS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

/** Errors that are not in this table concern one partition: they are collected, and then fail the transaction. */
const reactionsFor = reactionsByPolicies(() => ({
  ...COORDINATOR_REACTIONS,
  UNKNOWN_PRODUCER_ID: 'abortable with a new epoch',
  INVALID_PRODUCER_ID_MAPPING: 'abortable with a new epoch',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  INVALID_TXN_STATE: 'fatal',
}));

/** The pause while the previous transaction is still being completed, which does not take long (KAFKA-5482). */
const FIRST_PARTITIONS_BACKOFF_MS = 20;

export class AddPartitions extends TransactionalRequest {
  readonly request: AddPartitionsToTxnRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);
  private isWaitingForPreviousTransaction = false;

  constructor(context: RequestContext, transactionalId: string, partitions: readonly TopicPartition[]) {
    super(context, new TransactionalResult('AddPartitionsToTxn'));
    const { producerId, producerEpoch } = context.identity.current;
    this.request = { api: 'AddPartitionsToTxn', transactionalId, producerId, producerEpoch, partitions };
  }

  override get retryBackoffMs(): number {
    const { retryBackoffMs } = this.context;
    return this.isWaitingForPreviousTransaction
      ? Math.min(retryBackoffMs, FIRST_PARTITIONS_BACKOFF_MS)
      : retryBackoffMs;
  }

  protected handle({ partitions }: AddPartitionsToTxnResponse): void {
    const { transaction } = this.context;
    this.isWaitingForPreviousTransaction = false;
    const whole = this.firstErrorOfRequest(partitions);
    if (whole !== null) {
      this.react(whole);
      return;
    }
    // The partitions are not pending any more, whatever the answer: batches of partitions added before may be sent.
    transaction.noLongerPending(partitions);
    const failure = partitionFailure(partitions);
    if (failure !== null) this.failAbortably(failure);
    else {
      transaction.added(partitions);
      this.result.done();
    }
  }

  /** The first error that concerns the request as a whole. Errors of single partitions before it are logged. */
  private firstErrorOfRequest(partitions: AddPartitionsToTxnResponse['partitions']): ErrorName | null {
    const { transaction, logger } = this.context;
    for (const answer of partitions) {
      const { error } = answer;
      if (error === 'NONE') continue;
      if (error === 'CONCURRENT_TRANSACTIONS') this.isWaitingForPreviousTransaction = !transaction.hasPartitions;
      if (this.reactions[error] !== undefined) return error;
      if (error !== 'TOPIC_AUTHORIZATION_FAILED' && error !== 'OPERATION_NOT_ATTEMPTED')
        logger.error(`Could not add partition ${partitionName(answer)} due to unexpected error ${error}`);
    }
    return null;
  }
}

function partitionFailure(partitions: AddPartitionsToTxnResponse['partitions']): KafkaException | null {
  const unauthorized = partitions.filter(({ error }) => error === 'TOPIC_AUTHORIZATION_FAILED');
  if (unauthorized.length > 0) {
    const topics = new Set(unauthorized.map(({ topic }) => topic));
    return new TopicAuthorizationException(`Not authorized to access topics: [${Array.from(topics).join(', ')}]`);
  }
  if (partitions.every(({ error }) => error === 'NONE')) return null;
  const errors = partitions.map((answer) => `${partitionName(answer)}=${answer.error}`).join(', ');
  return new KafkaException(`Could not add partitions to transaction due to errors: {${errors}}`);
}
