/**
 * Asks for a producer id or, at the end of a transaction, for the next epoch of the current one.
 */
import { ERRORS } from '../../../protocol/errors/errors.ts';
import { IllegalArgumentException } from '../../../protocol/errors/exceptions.ts';
import type { InitProducerIdRequest, InitProducerIdResponse } from '../../../protocol/messages.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { COORDINATOR_REACTIONS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

const reactionsFor = reactionsByPolicies(() => ({
  ...COORDINATOR_REACTIONS,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'abortable',
  CLUSTER_AUTHORIZATION_FAILED: 'abortable',
}));

export class InitProducerId extends TransactionalRequest {
  readonly request: InitProducerIdRequest;
  readonly priority: Priority;
  override readonly coordinatorType: 'transaction' | null;
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);
  private readonly isEpochBump: boolean;

  constructor(context: RequestContext, request: Omit<InitProducerIdRequest, 'api'>, isEpochBump: boolean) {
    super(context, new TransactionalResult('InitProducerId'));
    this.request = { api: 'InitProducerId', ...request };
    this.isEpochBump = isEpochBump;
    this.priority = isEpochBump ? 'epochBump' : 'initProducerId';
    this.coordinatorType = request.transactionalId === null ? null : 'transaction';
  }

  override checkWritable(): void {
    const { transactionTimeoutMs } = this.request;
    if (transactionTimeoutMs > 0) return;
    throw new IllegalArgumentException(`transaction timeout value is not positive: ${transactionTimeoutMs}`);
  }

  protected handle({ error, producerId, producerEpoch }: InitProducerIdResponse): void {
    if (error === 'NONE') {
      this.takeIdentity({ producerId, producerEpoch });
      return;
    }
    if (this.reactions[error] === 'abortable' && error !== 'TRANSACTION_ABORTABLE') {
      this.context.logger.info(
        `Abortable authorization error: ${ERRORS[error].message}.  Transition the producer state to ABORTABLE_ERROR`,
      );
    }
    this.react(error);
  }

  /** As in Java, a producer without a transactional id looks for the coordinator of `null`, and fails to ask. */
  protected override findCoordinator(): void {
    this.context.lookUpCoordinator('transaction', this.request.transactionalId);
  }

  protected override unexpectedErrorText(message: string): string {
    // The semicolon is Kafka's.
    return `Unexpected error in InitProducerIdResponse; ${message}`;
  }

  private takeIdentity(identity: ProducerIdAndEpoch): void {
    this.context.identity.set(identity, this.request.transactionalId !== null && this.context.protocol.isImplicit);
    this.context.lifecycle.moveTo('READY');
    if (this.isEpochBump) this.context.forgetSequences();
    this.result.done();
  }
}
