/**
 * A request to a coordinator, or the search for one, from its queue to its final answer (TransactionManager.TxnRequestHandler).
 * What a request asks is in its subclasses; how it reaches a node in sender/transactional-turn.ts.
 */
import type { ClientLogger } from '../../../client/host/logging.ts';
import type { ClientResponse } from '../../../client/network/client-request.ts';
import type { ClientPolicies } from '../../../client/versions/client-policies.ts';
import type { ClientTexts } from '../../../client/versions/client-texts.ts';
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';
import { exceptionFor, GroupAuthorizationException, KafkaException } from '../../../protocol/errors/exceptions.ts';
import type { CoordinatorType, Request, Response } from '../../../protocol/messages.ts';
import type { ProducerIdentity } from '../../idempotence/producer-id.ts';
import type { Coordinators } from '../../transaction-state/coordinators.ts';
import type { Lifecycle } from '../../transaction-state/lifecycle.ts';
import type { OngoingTransaction } from '../../transaction-state/ongoing-transaction.ts';
import type { ProtocolState } from '../../transaction-state/protocol-state.ts';
import type { Reactions } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import type { TransactionalResult } from './transactional-result.ts';

/** What a request may read and change when it is answered. */
export interface RequestContext {
  readonly texts: ClientTexts;
  readonly policies: ClientPolicies;
  readonly protocol: ProtocolState;
  /** `null`: a producer without transactions, which sends InitProducerId only. */
  readonly transactionalId: string | null;
  readonly retryBackoffMs: number;
  readonly logger: ClientLogger;
  readonly lifecycle: Lifecycle;
  readonly identity: ProducerIdentity;
  readonly coordinators: Coordinators;
  readonly transaction: OngoingTransaction;
  /** Whether the producer can go on after an abortable error: its epoch can be raised, by itself or by the coordinator. */
  readonly canHandleAbortableError: () => boolean;
  /** Whether the producer has to ask for the next epoch after an abortable error, and can. */
  readonly bumpsEpochItself: () => boolean;
  readonly enqueue: (request: TransactionalRequest) => void;
  /** Forgets a coordinator and asks for it again. */
  readonly lookUpCoordinator: (type: CoordinatorType, key: string | null) => void;
  /** The coordinator has raised the epoch. */
  readonly forgetSequences: () => void;
}

export abstract class TransactionalRequest {
  readonly result: TransactionalResult;
  abstract readonly priority: Priority;
  /** Written when the request is made, as in Java: it keeps the epoch of that moment. */
  abstract readonly request: Request;
  /** The coordinator that the request goes to; `null`: any node. */
  readonly coordinatorType: CoordinatorType | null = 'transaction';
  readonly isEndTransaction: boolean = false;
  /** Whether the request has been in the queue before: the next attempt then waits for `retryBackoffMs`. */
  isRetry = false;
  protected abstract readonly reactions: Reactions;
  protected readonly context: RequestContext;

  constructor(context: RequestContext, result: TransactionalResult) {
    this.context = context;
    this.result = result;
  }

  get coordinatorKey(): string {
    return this.context.transactionalId ?? '';
  }

  get retryBackoffMs(): number {
    return this.context.retryBackoffMs;
  }

  protected abstract handle(response: Response): void;

  /** @throws NullPointerException or IllegalArgumentException if Java's client cannot encode the request */
  checkWritable(): void {}

  /** Called when the request has ended, with a response or without. */
  complete({ disconnected, versionMismatch, response }: ClientResponse): void {
    if (disconnected) {
      this.lookUpCoordinator();
      this.retry();
    } else if (versionMismatch !== null) this.failFatally(versionMismatch);
    else if (response !== null) this.handle(response);
    else this.failFatally(new KafkaException('Could not execute transactional request for unknown reasons'));
  }

  /** Puts the request back into the queue. */
  retry(): void {
    this.isRetry = true;
    this.context.enqueue(this);
  }

  lookUpCoordinator(): void {
    if (this.coordinatorType !== null) this.context.lookUpCoordinator(this.coordinatorType, this.coordinatorKey);
  }

  failFatally(error: Error): void {
    this.result.fail(error);
    this.context.lifecycle.failFatally(error);
  }

  failAbortably(error: Error): void {
    this.result.fail(error);
    this.context.lifecycle.failAbortably(error);
  }

  // --- Errors in the response ------------------------------------------------------------------------------------------------

  /** Does what the request's table says of an error. */
  protected react(error: ErrorName): void {
    switch (this.reactions[error]) {
      case 'retry':
        this.retry();
        break;
      case 'find coordinator':
        this.findCoordinator();
        this.retry();
        break;
      case 'abortable':
        this.failAbortably(this.exceptionOf(error));
        break;
      case 'abortable with a new epoch':
        this.failAbortablyIfPossible(this.exceptionOf(error));
        break;
      case 'fatal':
        this.failFatally(this.exceptionOf(error));
        break;
      case 'fenced':
        this.failFatally(exceptionFor('PRODUCER_FENCED'));
        break;
      default:
        this.failFatally(new KafkaException(this.unexpectedErrorText(ERRORS[error].message)));
    }
  }

  protected findCoordinator(): void {
    this.lookUpCoordinator();
  }

  protected exceptionOf(error: ErrorName): KafkaException {
    return exceptionFor(error);
  }

  protected unexpectedErrorText(message: string): string {
    return `Unexpected error in ${this.request.api}Response: ${message}`;
  }

  private failAbortablyIfPossible(error: Error): void {
    if (this.context.canHandleAbortableError()) {
      if (this.context.bumpsEpochItself()) this.context.identity.isEpochBumpRequired = true;
      this.failAbortably(error);
    } else this.failFatally(error);
  }
}

/** The exception of a request that names a consumer group. */
export function groupException(error: ErrorName, groupId: string): KafkaException {
  return error === 'GROUP_AUTHORIZATION_FAILED'
    ? new GroupAuthorizationException(`Not authorized to access group: ${groupId}`)
    : exceptionFor(error);
}
