/**
 * Telling the coordinator which partitions the transaction writes to, before anything is written there.
 */
import { ERRORS } from '../../../protocol/errors.ts';
import { exceptionFor, KafkaException, TopicAuthorizationException } from '../../../protocol/exceptions.ts';
import type { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from '../../../protocol/messages.ts';
import type { TopicPartition } from '../../../protocol/record-batch.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

/** The transaction before is still being completed: that will not take long (KAFKA-5482). */
const FIRST_PARTITIONS_BACKOFF_MS = 20;

export class AddPartitions extends TransactionalRequest {
  readonly request: AddPartitionsToTxnRequest;
  readonly priority: Priority = 'addPartitionsOrOffsets';
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
    const { transaction, logger } = this.context;
    this.isWaitingForPreviousTransaction = false;
    const unauthorizedTopics = new Set<string>();
    let hasErrors = false;
    for (const { topic, partition, error } of partitions) {
      if (error === 'NONE') continue;
      if (error === 'CONCURRENT_TRANSACTIONS') this.isWaitingForPreviousTransaction = !transaction.hasPartitions;
      if (this.handledCommonError(error)) return;
      if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' || error === 'INVALID_TXN_STATE') {
        this.failFatally(exceptionFor(error));
        return;
      }
      if (error === 'UNKNOWN_PRODUCER_ID' || error === 'INVALID_PRODUCER_ID_MAPPING') {
        this.failAbortablyIfPossible(exceptionFor(error));
        return;
      }
      if (error === 'TOPIC_AUTHORIZATION_FAILED') unauthorizedTopics.add(topic);
      else {
        hasErrors = true;
        if (error !== 'OPERATION_NOT_ATTEMPTED')
          logger.error(`Could not add partition ${topic}-${partition} due to unexpected error ${error}`);
      }
    }
    // Whatever came of it, they are not pending any more: batches of partitions added before may go on.
    transaction.noLongerPending(partitions);
    if (unauthorizedTopics.size > 0) {
      const topics = Array.from(unauthorizedTopics).join(', ');
      this.failAbortably(new TopicAuthorizationException(`Not authorized to access topics: [${topics}]`));
    } else if (hasErrors) {
      const errors = partitions.map(({ topic, partition, error }) => `${topic}-${partition}=${error}`).join(', ');
      this.failAbortably(new KafkaException(`Could not add partitions to transaction due to errors: {${errors}}`));
    } else {
      transaction.added(partitions);
      this.result.done();
    }
  }
}

/** For the text of an error nobody foresaw. */
export function unexpected(api: string, error: keyof typeof ERRORS): KafkaException {
  return new KafkaException(`Unexpected error in ${api}Response: ${ERRORS[error].message}`);
}
