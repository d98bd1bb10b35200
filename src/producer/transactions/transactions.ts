/**
 * The transactional calls of the application: what each checks, which state it leads to, and which requests it makes.
 */

import type { ConsumerGroupMetadata } from '../../client/groups/consumer-group-metadata.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/records/producer-id-and-epoch.ts';
import type { OffsetToCommit } from '../transaction-state/offsets.ts';
import type { TransactionState } from '../transaction-state/transaction-state.ts';
import { EndTransaction } from './requests/end-transaction.ts';
import { InitProducerId } from './requests/init-producer-id.ts';
import type { TransactionProtocol } from './requests/transaction-protocol.ts';
import type { RequestContext } from './requests/transactional-request.ts';
import type { TransactionalResult } from './requests/transactional-result.ts';

export interface TransactionsOptions {
  /** `null`: the producer is idempotent only, and every call is refused. */
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly protocol: TransactionProtocol;
  readonly context: RequestContext;
}

/** A call whose end the application has not learned yet: until then it can only make the same call again. */
interface PendingCall {
  readonly name: string;
  /** The state that the call leads to. */
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

  // --- Calls of the application ----------------------------------------------------------------------------------------------

  initialize(): TransactionalResult {
    this.failIfInError();
    const transactionalId = this.ensureTransactional();
    return this.startOrContinue('initTransactions', 'INITIALIZING', () => this.requestIdentity(transactionalId));
  }

  /** The application has learned that initTransactions() was successful. */
  initialized(): void {
    this.protocol.update();
  }

  begin(): void {
    this.ensureTransactional();
    this.failIfCallPending('beginTransaction');
    this.failIfInError();
    this.context.lifecycle.moveTo('IN_TRANSACTION');
  }

  commit(): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    return this.startOrContinue('commitTransaction', 'COMMITTING_TRANSACTION', () => {
      this.failIfInError();
      this.context.lifecycle.moveTo('COMMITTING_TRANSACTION');
      return this.complete(transactionalId, true);
    });
  }

  abort(): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    return this.startOrContinue('abortTransaction', 'ABORTING_TRANSACTION', () => {
      const { lifecycle, transaction } = this.context;
      if (!lifecycle.hasAbortableError) this.failIfInError();
      lifecycle.moveTo('ABORTING_TRANSACTION');
      transaction.forgetNewPartitions();
      return this.complete(transactionalId, false);
    });
  }

  sendOffsets(offsets: readonly OffsetToCommit[], group: ConsumerGroupMetadata): TransactionalResult {
    const transactionalId = this.ensureTransactional();
    this.failIfCallPending('sendOffsetsToTransaction');
    this.failIfInError();
    const { state } = this.context.lifecycle;
    if (state !== 'IN_TRANSACTION') {
      // The space after "currentState=" is Kafka's spelling.
      throw new IllegalStateException(
        `Cannot send offsets if a transaction is not in progress (currentState= ${state})`,
      );
    }
    const request = this.protocol.offsetsRequest(this.context, transactionalId, offsets, group);
    this.context.enqueue(request);
    return request.result;
  }

  /**
   * Notes that a record was appended to this partition, of which the coordinator has to learn before it is sent.
   *
   * @throws KafkaException in an error state, IllegalStateException outside of a transaction
   */
  recordAppended(topic: string, partition: number): void {
    const { lifecycle, identity, transaction } = this.context;
    this.failIfInError();
    this.failIfCallPending('send');
    if (this.transactionalId === null) return;
    if (!identity.isKnown || lifecycle.state !== 'IN_TRANSACTION') {
      // The two spaces are Kafka's spelling.
      const why = identity.isKnown
        ? `while in state  ${lifecycle.state}`
        : 'before completing a call to initTransactions';
      throw new IllegalStateException(`Cannot add partition ${topic}-${partition} to transaction ${why}`);
    }
    if (this.protocol.isImplicit) transaction.join(topic, partition);
    else transaction.touch(topic, partition);
  }

  // --- Called by the I/O thread ----------------------------------------------------------------------------------------------

  /** Asks the coordinator to add the partitions that records were appended to since the last turn. */
  requestNewPartitions(): void {
    const { context, transactionalId } = this;
    if (transactionalId === null || !context.transaction.hasNewPartitions) return;
    this.protocol.joinPartitions(context, transactionalId);
  }

  /** The coordinator has ended the transaction, or has never learned of it. */
  readonly completed = (): void => {
    const { lifecycle, identity, transaction } = this.context;
    lifecycle.moveTo(identity.isEpochBumpRequired ? 'INITIALIZING' : 'READY');
    identity.isEpochBumpRequired = false;
    transaction.end();
  };

  failPendingCall(error: Error): void {
    this.pendingCall?.result.fail(error);
  }

  // --- Requests --------------------------------------------------------------------------------------------------------------

  private requestIdentity(transactionalId: string): TransactionalResult {
    this.context.lifecycle.moveTo('INITIALIZING');
    this.context.logger.info('Invoking InitProducerId for the first time in order to acquire a producer ID');
    return this.requestProducerId(transactionalId, NO_PRODUCER_ID_AND_EPOCH, false);
  }

  private complete(transactionalId: string, isCommit: boolean): TransactionalResult {
    const { context } = this;
    this.requestNewPartitions();
    const request = new EndTransaction(context, transactionalId, isCommit, this.completed);
    // The transaction ends as it has begun; the next one may be implicit.
    if (this.protocol.update()) context.identity.isEpochBumpRequired = true;
    context.enqueue(request);
    return context.identity.isEpochBumpRequired ? this.requestNextEpoch(transactionalId) : request.result;
  }

  private requestNextEpoch(transactionalId: string): TransactionalResult {
    this.failIfInError();
    const { identity, logger } = this.context;
    logger.info(
      `Invoking InitProducerId with current producer ID and epoch ${identity.toString()} in order to bump the epoch`,
    );
    return this.requestProducerId(transactionalId, identity.current, true);
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

  // --- Checks ----------------------------------------------------------------------------------------------------------------

  /** Makes the call; if the same call is pending already, returns its result instead. */
  private startOrContinue(name: string, state: TransactionState, call: () => TransactionalResult): TransactionalResult {
    const pending = this.unacknowledgedCall();
    if (pending?.state === state) return pending.result;
    this.failIfCallPending(name);
    const result = call();
    this.pendingCall = { name, state, result };
    return result;
  }

  private unacknowledgedCall(): PendingCall | null {
    if (this.pendingCall?.result.isAcknowledged === true) this.pendingCall = null;
    return this.pendingCall;
  }

  private failIfCallPending(name: string): void {
    const pending = this.unacknowledgedCall();
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
