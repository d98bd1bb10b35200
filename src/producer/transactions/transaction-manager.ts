/**
 * The producer's identity as a whole: sequences and transactions over one lifecycle and one queue of requests.
 *
 * Owns: putting these together, and what the I/O thread asks of all of them in a turn.
 * Refuses to know: everything it puts together, beyond their doors.
 */

import { type ClientLogger, describeException } from '../../client/host/logging.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import {
  AuthenticationException,
  ClusterAuthorizationException,
  KafkaException,
  TransactionalIdAuthorizationException,
} from '../../protocol/exceptions.ts';
import type { CoordinatorType } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID_AND_EPOCH } from '../../protocol/producer-id-and-epoch.ts';
import { Idempotence } from '../idempotence/idempotence.ts';
import { ProducerIdentity } from '../idempotence/producer-id.ts';
import { FindCoordinator } from './requests/find-coordinator.ts';
import { InitProducerId } from './requests/init-producer-id.ts';
import { PendingRequests } from './requests/pending-requests.ts';
import { TRANSACTION_PROTOCOLS } from './requests/transaction-protocol.ts';
import type { RequestContext, TransactionalRequest } from './requests/transactional-request.ts';
import { Coordinators } from './state/coordinators.ts';
import { Lifecycle } from './state/lifecycle.ts';
import { OngoingTransaction } from './state/ongoing-transaction.ts';
import type { TransactionState } from './state/transaction-state.ts';
import { Transactions } from './transactions.ts';

export interface TransactionManagerOptions {
  readonly version: ClientVersion;
  /** `null`: idempotence without transactions. */
  readonly transactionalId: string | null;
  /** transaction.timeout.ms */
  readonly transactionTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly logger: ClientLogger;
  /** Of Java's ProducerBatch. */
  readonly batchLogger: ClientLogger;
  readonly isIoThread: () => boolean;
  readonly onTransition: (source: TransactionState, target: TransactionState) => void;
}

const NO_TRANSACTION_TIMEOUT_MS = 2_147_483_647;

export class TransactionManager {
  readonly transactionalId: string | null;
  readonly lifecycle: Lifecycle;
  readonly idempotence: Idempotence;
  readonly transactions: Transactions;
  readonly coordinators: Coordinators = new Coordinators();
  /** A transactional request is out: there is one at a time, and nothing else is sent meanwhile. */
  isRequestInFlight = false;
  private readonly identity: ProducerIdentity;
  private readonly transaction = new OngoingTransaction();
  private readonly requests = new PendingRequests<TransactionalRequest>();
  private readonly context: RequestContext;

  constructor(options: TransactionManagerOptions) {
    const { version, transactionalId, transactionTimeoutMs, retryBackoffMs } = options;
    const { logger, batchLogger, isIoThread, onTransition } = options;
    this.transactionalId = transactionalId;
    this.identity = new ProducerIdentity(logger, version.texts);
    const onFatalError = (error: Error): void => this.transactions.failPendingCall(error);
    this.lifecycle = new Lifecycle({ transactionalId, logger, isIoThread, onTransition, onFatalError });
    const { lifecycle, identity, coordinators, transaction } = this;
    const canBumpEpoch = (): boolean => transactionalId === null || coordinators.supportsBumpingEpoch;
    this.idempotence = new Idempotence({
      version,
      logger,
      batchLogger,
      lifecycle,
      identity,
      transaction:
        transactionalId === null
          ? null
          : { contains: (topic, partition) => transaction.contains(topic, partition), canBumpEpoch },
    });
    this.context = {
      texts: version.texts,
      transactionalId,
      retryBackoffMs,
      logger,
      lifecycle,
      identity,
      coordinators,
      transaction,
      canBumpEpoch,
      enqueue: (request) => this.requests.add(request),
      lookUpCoordinator: (type, key) => this.lookUpCoordinator(type, key),
      forgetSequences: () => this.idempotence.forgetSequences(),
    };
    const protocol = TRANSACTION_PROTOCOLS[version.policies.transactionProtocol];
    this.transactions = new Transactions({ transactionalId, transactionTimeoutMs, protocol, context: this.context });
  }

  // --- A turn of the I/O thread --------------------------------------------------------------------------------------------

  /** Sees to the identity of a producer without transactions: a lost sequence takes a new epoch, a lost id a new one. */
  maintainIdentity(): void {
    if (this.transactionalId !== null) return;
    this.idempotence.bumpEpochIfRequired();
    if (this.lifecycle.state === 'INITIALIZING' || this.identity.isKnown) return;
    this.lifecycle.moveTo('INITIALIZING');
    const { producerId, producerEpoch } = NO_PRODUCER_ID_AND_EPOCH;
    const content = {
      transactionalId: null,
      transactionTimeoutMs: NO_TRANSACTION_TIMEOUT_MS,
      producerId,
      producerEpoch,
    };
    this.requests.add(new InitProducerId(this.context, content, false));
  }

  /** The request whose turn it is, if any. @param hasIncomplete records are buffered or in flight: no transaction ends before */
  nextRequest(hasIncomplete: boolean): TransactionalRequest | null {
    this.transactions.requestNewPartitions();
    const next = this.requests.peek();
    if (next === undefined || (next.isEndTransaction && hasIncomplete)) return null;
    this.requests.poll();
    if (this.isRefused(next)) return null;
    if (!next.isEndTransaction || this.transaction.isStarted) return next;
    // The coordinator has never heard of this transaction: there is nothing to end.
    next.result.done();
    if (!this.lifecycle.hasFatalError) this.transactions.completed();
    return this.requests.poll() ?? null;
  }

  get hasPendingRequests(): boolean {
    return !this.requests.isEmpty;
  }

  /** An abortable error ends the request; looking for a coordinator does no harm then. */
  private isRefused(request: TransactionalRequest): boolean {
    const { lifecycle } = this;
    if (!lifecycle.hasError || lifecycle.lastError === null) return false;
    if (lifecycle.hasAbortableError && request instanceof FindCoordinator) return false;
    request.result.fail(lifecycle.lastError);
    return true;
  }

  private lookUpCoordinator(type: CoordinatorType, key: string | null): void {
    this.coordinators.forget(type);
    this.requests.add(new FindCoordinator(this.context, type, key));
  }

  // --- Errors ----------------------------------------------------------------------------------------------------------------

  /**
   * Missing rights are forgiven once all that was buffered has failed for them: the user need not make another producer.
   * Returns the error if there was one; the producer then starts anew.
   */
  takeAuthorizationError(failBatches: (error: Error) => void): boolean {
    const { lifecycle } = this;
    const error = lifecycle.lastError;
    const isForgivable =
      error instanceof TransactionalIdAuthorizationException || error instanceof ClusterAuthorizationException;
    if (!lifecycle.hasAbortableError || !isForgivable) return false;
    const forPending = new AuthenticationException(describeException(error), { cause: error });
    for (const request of this.requests.all()) request.failAbortably(forPending);
    failBatches(error);
    lifecycle.moveTo('UNINITIALIZED');
    this.transactions.failPendingCall(error);
    return true;
  }

  /** The producer is closed by force: nobody waits any longer. */
  close(): void {
    const error = new KafkaException('The producer closed forcefully');
    for (const request of this.requests.all()) request.failFatally(error);
    this.transactions.failPendingCall(error);
  }
}
