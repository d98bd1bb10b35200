/**
 * Asking for a producer id, or, at the end of a transaction, for the next epoch of the one there is.
 */

import { ERRORS } from '../../../protocol/errors.ts';
import { exceptionFor, KafkaException } from '../../../protocol/exceptions.ts';
import type { InitProducerIdRequest, InitProducerIdResponse } from '../../../protocol/messages.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/producer-id-and-epoch.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

export class InitProducerId extends TransactionalRequest {
  readonly request: InitProducerIdRequest;
  readonly priority: Priority;
  override readonly coordinatorType: 'transaction' | null;
  private readonly isEpochBump: boolean;

  constructor(context: RequestContext, request: Omit<InitProducerIdRequest, 'api'>, isEpochBump: boolean) {
    super(context, new TransactionalResult('InitProducerId'));
    this.request = { api: 'InitProducerId', ...request };
    this.isEpochBump = isEpochBump;
    this.priority = isEpochBump ? 'epochBump' : 'initProducerId';
    this.coordinatorType = request.transactionalId === null ? null : 'transaction';
  }

  protected handle({ error, producerId, producerEpoch }: InitProducerIdResponse): void {
    if (error === 'NONE') {
      this.takeIdentity({ producerId, producerEpoch });
    } else if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' || error === 'CLUSTER_AUTHORIZATION_FAILED') {
      this.context.logger.info(
        `Abortable authorization error: ${ERRORS[error].message}.  Transition the producer state to ABORTABLE_ERROR`,
      );
      this.failAbortably(exceptionFor(error));
    } else if (
      this.coordinatorType === null &&
      (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE')
    ) {
      // Java looks for the coordinator of a transactional id that there is not, and fails to ask.
      this.context.lookUpCoordinator('transaction', null);
      this.retry();
    } else if (!this.handledCommonError(error)) {
      this.failFatally(new KafkaException(`Unexpected error in InitProducerIdResponse; ${ERRORS[error].message}`));
    }
  }

  private takeIdentity(identity: ProducerIdAndEpoch): void {
    this.context.identity.set(identity);
    this.context.lifecycle.moveTo('READY');
    if (this.isEpochBump) this.context.forgetSequences();
    this.result.done();
  }
}
