/**
 * Commits or aborts the transaction at its coordinator.
 */
import type { EndTxnRequest, EndTxnResponse } from '../../../protocol/messages.ts';
import { COORDINATOR_REACTIONS, type Reactions } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

const REACTIONS: Reactions = {
  ...COORDINATOR_REACTIONS,
  UNKNOWN_PRODUCER_ID: 'abortable with a new epoch',
  INVALID_PRODUCER_ID_MAPPING: 'abortable with a new epoch',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  INVALID_TXN_STATE: 'fatal',
};

export class EndTransaction extends TransactionalRequest {
  readonly request: EndTxnRequest;
  readonly priority: Priority = 'endTransaction';
  override readonly isEndTransaction: boolean = true;
  protected readonly reactions: Reactions = REACTIONS;
  private readonly completeTransaction: () => void;

  constructor(context: RequestContext, transactionalId: string, committed: boolean, completeTransaction: () => void) {
    super(context, new TransactionalResult(`EndTxn(${committed})`));
    const { producerId, producerEpoch } = context.identity.current;
    this.request = { api: 'EndTxn', transactionalId, producerId, producerEpoch, committed };
    this.completeTransaction = completeTransaction;
  }

  protected handle({ error }: EndTxnResponse): void {
    if (error !== 'NONE') {
      this.react(error);
      return;
    }
    this.completeTransaction();
    this.result.done();
  }

  protected override unexpectedErrorText(message: string): string {
    return `Unhandled error in EndTxnResponse: ${message}`;
  }
}
