/**
 * Committing or aborting the transaction at its coordinator.
 */
import { ERRORS } from '../../../protocol/errors.ts';
import { exceptionFor, KafkaException } from '../../../protocol/exceptions.ts';
import type { EndTxnRequest, EndTxnResponse } from '../../../protocol/messages.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

export class EndTransaction extends TransactionalRequest {
  readonly request: EndTxnRequest;
  readonly priority: Priority = 'endTransaction';
  override readonly isEndTransaction: boolean = true;
  private readonly completeTransaction: () => void;

  constructor(context: RequestContext, transactionalId: string, committed: boolean, completeTransaction: () => void) {
    super(context, new TransactionalResult(`EndTxn(${committed})`));
    const { producerId, producerEpoch } = context.identity.current;
    this.request = { api: 'EndTxn', transactionalId, producerId, producerEpoch, committed };
    this.completeTransaction = completeTransaction;
  }

  protected handle({ error }: EndTxnResponse): void {
    if (error === 'NONE') {
      this.completeTransaction();
      this.result.done();
    } else if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' || error === 'INVALID_TXN_STATE')
      this.failFatally(exceptionFor(error));
    else if (error === 'UNKNOWN_PRODUCER_ID' || error === 'INVALID_PRODUCER_ID_MAPPING')
      this.failAbortablyIfPossible(exceptionFor(error));
    else if (!this.handledCommonError(error))
      this.failFatally(new KafkaException(`Unhandled error in EndTxnResponse: ${ERRORS[error].message}`));
  }
}
