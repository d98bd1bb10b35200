/**
 * A request to a coordinator, or the search for one: sent when its turn has come, until it is answered for good
 * (TransactionManager.TxnRequestHandler).
 *
 * Owns: what all of them do when the connection is lost, and the ways in which one ends.
 * Refuses to know: what is asked (its subclasses), and connections.
 */

import type { ClientLogger } from '../../../client/host/logging.ts';
import type { ClientResponse } from '../../../client/network/client-request.ts';
import type { ClientTexts } from '../../../client/versions/client-texts.ts';
import type { ErrorName } from '../../../protocol/errors.ts';
import { ERRORS } from '../../../protocol/errors.ts';
import { exceptionFor, KafkaException } from '../../../protocol/exceptions.ts';
import type { CoordinatorType, Request, Response } from '../../../protocol/messages.ts';
import type { ProducerIdentity } from '../../idempotence/producer-id.ts';
import type { Coordinators } from '../state/coordinators.ts';
import type { Lifecycle } from '../state/lifecycle.ts';
import type { OngoingTransaction } from '../state/ongoing-transaction.ts';
import type { Priority } from './pending-requests.ts';
import type { TransactionalResult } from './transactional-result.ts';

/** What a request may touch when it is answered. */
export interface RequestContext {
  readonly texts: ClientTexts;
  /** `null`: an idempotent producer, which knows only InitProducerId. */
  readonly transactionalId: string | null;
  readonly retryBackoffMs: number;
  readonly logger: ClientLogger;
  readonly lifecycle: Lifecycle;
  readonly identity: ProducerIdentity;
  readonly coordinators: Coordinators;
  readonly transaction: OngoingTransaction;
  readonly canBumpEpoch: () => boolean;
  readonly enqueue: (request: TransactionalRequest) => void;
  /** Forgets a coordinator and asks for it again. */
  readonly lookUpCoordinator: (type: CoordinatorType, key: string | null) => void;
  /** The epoch is a new one by the coordinator's word. */
  readonly forgetSequences: () => void;
}

export abstract class TransactionalRequest {
  readonly result: TransactionalResult;
  abstract readonly priority: Priority;
  /** Written when the request is made, as in Java: it keeps the epoch of that moment. */
  abstract readonly request: Request;
  /** Whom it goes to; `null`: any node. */
  readonly coordinatorType: CoordinatorType | null = 'transaction';
  readonly isEndTransaction: boolean = false;
  /** It has been in the queue before: the next try waits for `retryBackoffMs`. */
  isRetry = false;
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

  /** @throws what Java throws if the request cannot be put into bytes */
  checkWritable(): void {}

  /** The request came to an end, answered or not. */
  complete({ disconnected, versionMismatch, response }: ClientResponse): void {
    if (disconnected) {
      this.lookUpCoordinator();
      this.retry();
    } else if (versionMismatch !== null) this.failFatally(versionMismatch);
    else if (response !== null) this.handle(response);
    else this.failFatally(new KafkaException('Could not execute transactional request for unknown reasons'));
  }

  /** Puts it back in the queue. */
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

  /** The producer's id is lost to the coordinator: with a new epoch the producer can go on after an abort. */
  protected failAbortablyIfPossible(error: Error): void {
    if (this.context.canBumpEpoch()) {
      this.context.identity.isEpochBumpRequired = true;
      this.failAbortably(error);
    } else this.failFatally(error);
  }

  /** Handles what every coordinator may answer to any of its APIs. False: the error is the API's own affair. */
  protected handledCommonError(error: ErrorName): boolean {
    if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') {
      this.lookUpCoordinator();
      this.retry();
    } else if (ERRORS[error].retriable) this.retry();
    // An old coordinator knows only the first of the two.
    else if (error === 'INVALID_PRODUCER_EPOCH' || error === 'PRODUCER_FENCED')
      this.failFatally(exceptionFor('PRODUCER_FENCED'));
    else return false;
    return true;
  }
}
