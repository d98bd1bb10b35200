/**
 * A producer's transactions, from initTransactions() to the end of the last one (the transactional half of
 * TransactionManager).
 *
 * Owns: which call may follow which, and the requests each call leads to.
 * Refuses to know: sequences (idempotence.ts), when a request is sent (sender), how a caller waits (kafka-producer).
 */
import { IllegalStateException } from '../../protocol/exceptions.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/producer-id-and-epoch.ts';
import { EndTransaction } from './requests/end-transaction.ts';
import { InitProducerId } from './requests/init-producer-id.ts';
import type { TransactionProtocol } from './requests/transaction-protocol.ts';
import type { RequestContext } from './requests/transactional-request.ts';
import type { TransactionalResult } from './requests/transactional-result.ts';
import type { ConsumerGroupMetadata, OffsetToCommit } from './state/offsets.ts';
import type { TransactionState } from './state/transaction-state.ts';

export interface TransactionsOptions {
  /** `null`: the producer is idempotent only, and every call is refused. */
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly protocol: TransactionProtocol;
  readonly context: RequestContext;
}

/** A call that has not been heard to end: the same call may be made again, and no other. */
interface PendingCall {
  readonly name: string;
  /** The state it leads to. */
  readonly state: TransactionState;
  readonly result: TransactionalResult;
}

export class Transactions {
  private readonly transactionalId: string | null;
  private readonly transactionTimeoutMs: number;
  private readonly protocol: TransactionProtocol;
  private readonly context: RequestContext;
  private pendingCall: PendingCall | null = null;

  constructor({ transactionalId, transactionTimeoutMs, protocol, context }: TransactionsOptions) {
    this.protocol = protocol;
    this.transactionalId = transactionalId;
    this.transactionTimeoutMs = transactionTimeoutMs;
    this.context = context;
  }

  // --- The application's calls -----------------------------------------------------------------------------------------------

  initialize(): TransactionalResult {
    this.failIfInError();
    const transactionalId = this.ensureTransactional();
    return this.once('initTransactions', 'INITIALIZING', () => this.requestIdentity(transactionalId));
  }

  begin(): void {
    this.ensureTransactional();
    this.refuseWhilePending('beginTransaction');
    this.failIfInError();
    this.context.lifecycle.moveTo('IN_TRANSACTION');
  }

  commit(): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    return this.once('commitTransaction', 'COMMITTING_TRANSACTION', () => {
      this.failIfInError();
      this.context.lifecycle.moveTo('COMMITTING_TRANSACTION');
      return this.complete(transactionalId, true);
    });
  }

  abort(): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    return this.once('abortTransaction', 'ABORTING_TRANSACTION', () => {
      const { lifecycle, transaction } = this.context;
      if (!lifecycle.hasAbortableError) this.failIfInError();
      lifecycle.moveTo('ABORTING_TRANSACTION');
      transaction.forgetNewPartitions();
      return this.complete(transactionalId, false);
    });
  }

  sendOffsets(offsets: readonly OffsetToCommit[], group: ConsumerGroupMetadata): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    this.refuseWhilePending('sendOffsetsToTransaction');
    this.failIfInError();
    const { state } = this.context.lifecycle;
    if (state !== 'IN_TRANSACTION') {
      throw new IllegalStateException(
        `Cannot send offsets if a transaction is not in progress (currentState= ${state})`,
      );
    }
    const request = this.protocol.offsetsRequest(this.context, transactionalId, offsets, group);
    this.context.enqueue(request);
    return request.result;
  }

  /**
   * A record was appended to this partition: in a transaction, the coordinator has to know of it first.
   *
   * @throws KafkaException after an error, IllegalStateException outside of a transaction
   */
  recordAppended(topic: string, partition: number): void {
    const { lifecycle, identity, transaction } = this.context;
    this.failIfInError();
    this.refuseWhilePending('send');
    if (this.transactionalId === null) return;
    if (!identity.isKnown || lifecycle.state !== 'IN_TRANSACTION') {
      const why = identity.isKnown
        ? `while in state  ${lifecycle.state}`
        : 'before completing a call to initTransactions';
      throw new IllegalStateException(`Cannot add partition ${topic}-${partition} to transaction ${why}`);
    }
    transaction.touch(topic, partition);
  }

  // --- The I/O thread's ------------------------------------------------------------------------------------------------------

  /** Partitions that records wait for since the last turn. */
  requestNewPartitions(): void {
    const { context, transactionalId } = this;
    if (transactionalId === null || !context.transaction.hasNewPartitions) return;
    this.protocol.joinPartitions(context, transactionalId);
  }

  /** The coordinator has ended the transaction, or never heard of it. */
  readonly completed = (): void => {
    const { lifecycle, identity, transaction } = this.context;
    lifecycle.moveTo(identity.isEpochBumpRequired ? 'INITIALIZING' : 'READY');
    identity.isEpochBumpRequired = false;
    transaction.end();
  };

  /** Nothing more will come of the call under way. */
  failPendingCall(error: Error): void {
    this.pendingCall?.result.fail(error);
  }

  // --- Inside ----------------------------------------------------------------------------------------------------------------

  private requestIdentity(transactionalId: string): TransactionalResult {
    this.context.lifecycle.moveTo('INITIALIZING');
    this.context.logger.info('Invoking InitProducerId for the first time in order to acquire a producer ID');
    return this.requestProducerId(transactionalId, NO_PRODUCER_ID_AND_EPOCH, false);
  }

  private complete(transactionalId: string, isCommit: boolean): TransactionalResult {
    const { context } = this;
    this.requestNewPartitions();
    const request = new EndTransaction(context, transactionalId, isCommit, this.completed);
    context.enqueue(request);
    return context.identity.isEpochBumpRequired ? this.requestNextEpoch(transactionalId) : request.result;
  }

  private requestNextEpoch(transactionalId: string): TransactionalResult {
    this.failIfInError();
    const { current } = this.context.identity;
    this.context.logger.info(
      `Invoking InitProducerId with current producer ID and epoch ${this.context.identity.toString()} in order to bump the epoch`,
    );
    return this.requestProducerId(transactionalId, current, true);
  }

  private requestProducerId(
    transactionalId: string,
    from: ProducerIdAndEpoch,
    isEpochBump: boolean,
  ): TransactionalResult {
    const { transactionTimeoutMs } = this;
    const { producerId, producerEpoch } = from;
    const content = { transactionalId, transactionTimeoutMs, producerId, producerEpoch };
    const request = new InitProducerId(this.context, content, isEpochBump);
    this.context.enqueue(request);
    return request.result;
  }

  /** Makes the call, or, if it was made and nobody heard its end, waits for that. */
  private once(name: string, state: TransactionState, call: () => TransactionalResult): TransactionalResult {
    const pending = this.unheardCall();
    if (pending?.state === state) return pending.result;
    this.refuseWhilePending(name);
    const result = call();
    this.pendingCall = { name, state, result };
    return result;
  }

  private unheardCall(): PendingCall | null {
    if (this.pendingCall?.result.isAcknowledged === true) this.pendingCall = null;
    return this.pendingCall;
  }

  private refuseWhilePending(name: string): void {
    const pending = this.unheardCall();
    if (pending === null) return;
    throw new IllegalStateException(
      `Cannot attempt operation \`${name}\` because the previous call to \`${pending.name}\` timed out and must be retried`,
    );
  }

  private failIfInError(): void {
    this.context.lifecycle.throwIfInError(this.context.identity);
  }

  private ensureTransactional(): string {
    if (this.transactionalId !== null) return this.transactionalId;
    throw new IllegalStateException('Transactional method invoked on a non-transactional producer.');
  }
}
