/**
 * Idempotence and transactions of one producer, with their common state and queue of requests, and what the I/O thread asks of
 * them in each turn (Java's TransactionManager).
 */
import { describeException } from '../../client/host/logging.ts';
import type { FinalizedFeatures } from '../../client/network/version-discovery.ts';
import {
  AuthenticationException,
  ClusterAuthorizationException,
  KafkaException,
  TransactionalIdAuthorizationException,
} from '../../protocol/errors/exceptions.ts';
import type { CoordinatorType } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID_AND_EPOCH } from '../../protocol/records/producer-id-and-epoch.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import { Idempotence } from '../idempotence/idempotence.ts';
import { ProducerIdentity } from '../idempotence/producer-id.ts';
import { Coordinators } from '../transaction-state/coordinators.ts';
import { Lifecycle } from '../transaction-state/lifecycle.ts';
import { OngoingTransaction } from '../transaction-state/ongoing-transaction.ts';
import { FindCoordinator } from './requests/find-coordinator.ts';
import { InitProducerId } from './requests/init-producer-id.ts';
import { PendingRequests } from './requests/pending-requests.ts';
import { TRANSACTION_PROTOCOLS, type TransactionProtocol } from './requests/transaction-protocol.ts';
import type { RequestContext, TransactionalRequest } from './requests/transactional-request.ts';
import { Transactions } from './transactions.ts';

const NO_TRANSACTION_TIMEOUT_MS = 2_147_483_647;

export class TransactionManager {
  readonly protocol: TransactionProtocol;
  readonly lifecycle: Lifecycle;
  readonly idempotence: Idempotence;
  readonly transactions: Transactions;
  readonly coordinators: Coordinators = new Coordinators();
  /** Whether a transactional request is in flight. There is one at a time, and nothing else is sent until it is answered. */
  isRequestInFlight = false;
  /** `null`: idempotence without transactions. */
  private readonly transactionalId: string | null;
  private readonly identity: ProducerIdentity;
  private readonly transaction = new OngoingTransaction();
  private readonly requests = new PendingRequests<TransactionalRequest>();
  private readonly context: RequestContext;

  /** @param features those that the cluster has finalized */
  constructor(
    { config, events, loggers }: ProducerContext,
    isIoThread: () => boolean,
    features: () => FinalizedFeatures,
  ) {
    const { version, transactionalId, transactionTimeoutMs, retryBackoffMs } = config;
    const logger = loggers.transactionManager(isIoThread);
    this.transactionalId = transactionalId;
    this.protocol = TRANSACTION_PROTOCOLS[version.policies.transactionProtocol](features);
    this.identity = new ProducerIdentity(logger, version.texts);
    this.lifecycle = new Lifecycle({
      transactionalId,
      policies: version.policies,
      logger,
      isIoThread,
      onTransition: (source, target) => events.emit('stateChanged', source, target),
      onFatalError: (error) => this.transactions.failPendingCall(error),
    });
    const { lifecycle, identity, coordinators, transaction } = this;
    const { protocol } = this;
    const canHandleAbortableError = (): boolean =>
      transactionalId === null || coordinators.supportsBumpingEpoch || protocol.isImplicit;
    const bumpsEpochItself = (): boolean =>
      transactionalId === null || (coordinators.supportsBumpingEpoch && !protocol.isImplicit);
    this.idempotence = new Idempotence({
      version,
      logger,
      batchLogger: loggers.producerBatch,
      lifecycle,
      identity,
      transaction:
        transactionalId === null
          ? null
          : {
              contains: (topic, partition) => transaction.contains(topic, partition),
              canHandleAbortableError,
              bumpsEpochItself,
            },
    });
    this.context = {
      texts: version.texts,
      policies: version.policies,
      protocol,
      transactionalId,
      retryBackoffMs,
      logger,
      lifecycle,
      identity,
      coordinators,
      transaction,
      canHandleAbortableError,
      bumpsEpochItself,
      enqueue: (request) => this.requests.add(request),
      lookUpCoordinator: (type, key) => this.lookUpCoordinator(type, key),
      forgetSequences: () => this.idempotence.forgetSequences(),
    };
    this.transactions = new Transactions({ transactionalId, transactionTimeoutMs, protocol, context: this.context });
  }

  // --- A turn of the I/O thread ----------------------------------------------------------------------------------------------

  /** Without transactions: raises the epoch after a lost sequence, and asks for a producer id if there is none. */
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

  /**
   * Takes the next request out of the queue.
   *
   * @param hasIncomplete whether records are buffered or in flight: the transaction does not end before
   * @returns `null` if no request is to be sent in this turn
   */
  nextRequest(hasIncomplete: boolean): TransactionalRequest | null {
    this.transactions.requestNewPartitions();
    const next = this.requests.peek();
    if (next === undefined || (next.isEndTransaction && hasIncomplete)) return null;
    this.requests.poll();
    if (this.isRefused(next)) return null;
    if (!next.isEndTransaction || this.transaction.isStarted) return next;
    // The coordinator has never learned of this transaction, so that there is nothing to end.
    next.result.done();
    if (!this.lifecycle.hasFatalError) this.transactions.completed();
    return this.requests.poll() ?? null;
  }

  get hasPendingRequests(): boolean {
    return !this.requests.isEmpty;
  }

  /** After an error, requests fail with it; but after an abortable one, a coordinator may still be looked up. */
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
   * After an authorization error, fails all that was buffered and lets the producer initialize again, so that it can go on
   * when the rights are granted.
   *
   * @returns whether there was such an error
   */
  takeAuthorizationError(failBatches: (error: Error) => void): boolean {
    const { lifecycle } = this;
    const error = lifecycle.lastError;
    const isAuthorizationError =
      error instanceof TransactionalIdAuthorizationException || error instanceof ClusterAuthorizationException;
    if (!lifecycle.hasAbortableError || !isAuthorizationError) return false;
    const forPending = new AuthenticationException(describeException(error), { cause: error });
    for (const request of this.requests.all()) request.failAbortably(forPending);
    failBatches(error);
    lifecycle.moveTo('UNINITIALIZED');
    this.transactions.failPendingCall(error);
    return true;
  }

  /** Fails what is pending, when the producer is closed by force. */
  close(): void {
    const error = new KafkaException('The producer closed forcefully');
    for (const request of this.requests.all()) request.failFatally(error);
    this.transactions.failPendingCall(error);
  }
}
