/**
 * The transactional calls of a producer: a call that blocks in Java returns a promise here, which waits for max.block.ms at
 * most. What a call leads to is in transactions/transactions.ts.
 */
import type { ConsumerGroupMetadata } from '../../client/groups/consumer-group-metadata.ts';
import type { OffsetsToCommit } from '../../client/groups/offsets-to-commit.ts';
import type { TransactionalCall as TransactionalCallName } from '../../client/versions/client-texts.ts';
import { IllegalStateException, InterruptException, TimeoutException } from '../../protocol/errors/exceptions.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { TimedCall } from '../metrics/producer-metrics.ts';
import type { ApplicationThreads } from '../threads/application-threads.ts';
import type { BlockingCall, CallOutcome, Waiting, Wake } from '../threads/blocking-call.ts';
import type { UnreturnedCall, UnreturnedCalls } from '../threads/unreturned-calls.ts';
import { type GivenGroup, groupMetadata, type OffsetToCommit, offsetsToCommit } from '../transaction-state/offsets.ts';
import type { TransactionalResult } from '../transactions/requests/transactional-result.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Transactions } from '../transactions/transactions.ts';

export interface TransactionalCallsParts {
  readonly threads: ApplicationThreads;
  /** `null` without idempotence: all calls are then refused. */
  readonly manager: TransactionManager | null;
  readonly unreturned: UnreturnedCalls;
  readonly wakeSender: () => void;
  /** Throws IllegalStateException after close(). */
  readonly failIfClosed: () => void;
}

interface TransactionalCall {
  readonly name: TransactionalCallName;
  /** The metric of its duration. */
  readonly timer: TimedCall;
  /** Whether other calls are refused until this one has returned. */
  readonly isExclusive: boolean;
  /** @returns `null` if there is nothing to wait for */
  readonly begin: (transactions: Transactions) => TransactionalResult | null;
}

export class TransactionalCalls {
  private readonly context: ProducerContext;
  private readonly parts: TransactionalCallsParts;

  constructor(context: ProducerContext, parts: TransactionalCallsParts) {
    this.context = context;
    this.parts = parts;
  }

  initTransactions(outcome: CallOutcome<void>): void {
    this.call(outcome, {
      name: 'initTransactions',
      timer: 'txn-init',
      isExclusive: true,
      begin: (transactions) => transactions.initialize(),
    });
  }

  /** Does not wait: the coordinator learns of a transaction with its first partition. */
  beginTransaction(): void {
    const transactions = this.transactions();
    this.parts.failIfClosed();
    try {
      transactions.begin();
    } catch (error) {
      throw this.parts.unreturned.explained(error);
    }
    this.context.metrics.recordTime('txn-begin', 0);
  }

  sendOffsetsToTransaction(offsets: OffsetsToCommit, group: GivenGroup | string, outcome: CallOutcome<void>): void {
    let metadata: ConsumerGroupMetadata;
    let list: readonly OffsetToCommit[];
    try {
      metadata = groupMetadata(group, this.context.config.version);
      list = offsetsToCommit(offsets);
    } catch (error) {
      outcome.reject(error as Error);
      return;
    }
    this.call(outcome, {
      name: 'sendOffsetsToTransaction',
      timer: 'txn-send-offsets',
      isExclusive: false,
      begin: (transactions) => (list.length === 0 ? null : transactions.sendOffsets(list, metadata)),
    });
  }

  commitTransaction(outcome: CallOutcome<void>): void {
    this.call(outcome, {
      name: 'commitTransaction',
      timer: 'txn-commit',
      isExclusive: true,
      begin: (transactions) => transactions.commit(),
    });
  }

  abortTransaction(outcome: CallOutcome<void>): void {
    this.call(outcome, {
      name: 'abortTransaction',
      timer: 'txn-abort',
      isExclusive: true,
      begin: (transactions) => {
        this.context.loggers.kafkaProducer.info('Aborting incomplete transaction');
        return transactions.abort();
      },
    });
  }

  /** As in Java, a call begins once the sends before it have returned; it rejects with what Java throws. */
  private call(outcome: CallOutcome<void>, call: TransactionalCall): void {
    const { threads, unreturned } = this.parts;
    const name = `${call.name}()`;
    threads.runAfterCalls(name, this.callAndWait(outcome, call, call.isExclusive ? unreturned.enter(name) : null));
  }

  private *callAndWait(
    outcome: CallOutcome<void>,
    { name, timer, begin }: TransactionalCall,
    call: UnreturnedCall | null,
  ): BlockingCall {
    const { unreturned } = this.parts;
    try {
      const transactions = this.transactions();
      this.parts.failIfClosed();
      const result = this.begun(transactions, begin, call);
      if (result !== null) yield* this.await(result, name, timer);
    } catch (error) {
      unreturned.leave(call);
      outcome.reject(error as Error);
      return;
    }
    unreturned.leave(call);
    outcome.resolve();
  }

  private begun(
    transactions: Transactions,
    begin: TransactionalCall['begin'],
    call: UnreturnedCall | null,
  ): TransactionalResult | null {
    try {
      return begin(transactions);
    } catch (error) {
      throw this.parts.unreturned.explained(error, call);
    }
  }

  private *await(
    result: TransactionalResult,
    name: TransactionalCallName,
    timer: TimedCall,
  ): Generator<Waiting, void, Wake> {
    const { clientHost, config, metrics } = this.context;
    const { maxBlockMs } = config;
    const startMs = clientHost.now();
    this.parts.wakeSender();
    if (!result.isCompleted) {
      const wake = yield {
        what: 'the transaction coordinator',
        timeoutMs: maxBlockMs,
        subscribe: (signal) => result.onCompletion(signal),
      };
      if (wake === 'interrupted') throw new InterruptException(`Received interrupt while awaiting ${result.operation}`);
      if (wake === 'timed out')
        throw new TimeoutException(config.version.texts.transactionTimeout(name, result.operation, maxBlockMs));
    }
    result.isAcknowledged = true;
    if (result.error !== null) throw result.error;
    if (name === 'initTransactions') this.transactions().initialized();
    metrics.recordTime(timer, clientHost.now() - startMs);
  }

  private transactions(): Transactions {
    const { manager } = this.parts;
    if (manager !== null) return manager.transactions;
    throw new IllegalStateException(
      'Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property',
    );
  }
}
