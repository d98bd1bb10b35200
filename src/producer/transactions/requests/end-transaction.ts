/**
 * Commits or aborts the transaction at its coordinator.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { exceptionFor, KafkaException } from '../../../protocol/errors/exceptions.ts';
import type { EndTxnRequest, EndTxnResponse } from '../../../protocol/messages.ts';
import { NO_PRODUCER_ID } from '../../../protocol/records/record-batch.ts';
import { COORDINATOR_REACTIONS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

const reactionsFor = reactionsByPolicies(() => ({
  ...COORDINATOR_REACTIONS,
  UNKNOWN_PRODUCER_ID: 'abortable with a new epoch',
  INVALID_PRODUCER_ID_MAPPING: 'abortable with a new epoch',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  INVALID_TXN_STATE: 'fatal',
}));

export class EndTransaction extends TransactionalRequest {
  readonly request: EndTxnRequest;
  readonly priority: Priority = 'endTransaction';
  override readonly isEndTransaction: boolean = true;
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);
  private readonly completeTransaction: () => void;

  constructor(context: RequestContext, transactionalId: string, committed: boolean, completeTransaction: () => void) {
    super(context, new TransactionalResult(`EndTxn(${committed})`));
    const { producerId, producerEpoch } = context.identity.current;
    const { latestVersion } = context.protocol;
    this.request = {
      api: 'EndTxn',
      transactionalId,
      producerId,
      producerEpoch,
      committed,
      ...(latestVersion !== null && { latestVersion: latestVersion.EndTxn }),
    };
    this.completeTransaction = completeTransaction;
  }

  protected handle({ error, producerId = NO_PRODUCER_ID, producerEpoch = -1 }: EndTxnResponse): void {
    if (error !== 'NONE') {
      this.fail(error);
      return;
    }
    if (producerId !== NO_PRODUCER_ID) {
      // A transaction of version 2: the next one has another epoch.
      this.context.identity.set({ producerId, producerEpoch }, this.context.protocol.isImplicit);
      this.context.forgetSequences();
    }
    this.completeTransaction();
    this.result.done();
  }

  /** An abort that can only be aborted would have no end, so that it is fatal (since 4.0). */
  private fail(error: ErrorName): void {
    const isEndless = error === 'TRANSACTION_ABORTABLE' && !this.request.committed;
    if (isEndless && this.context.policies.lostProducerId === 'fatal')
      this.failFatally(new KafkaException('Failed to abort transaction', { cause: exceptionFor(error) }));
    else this.react(error);
  }

  protected override unexpectedErrorText(message: string): string {
    return `Unhandled error in EndTxnResponse: ${message}`;
  }
}
