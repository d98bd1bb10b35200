/**
 * The transactional calls of a producer: a call that blocks in Java returns a promise here, which waits for max.block.ms at
 * most. What a call leads to is in transactions/transactions.ts.
 */
import { IllegalStateException, InterruptException, TimeoutException } from '../../protocol/errors/exceptions.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { TimedCall } from '../metrics/producer-metrics.ts';
import type { ApplicationThreads } from '../threads/application-threads.ts';
import type { BlockingCall } from '../threads/blocking-call.ts';
import {
  type ConsumerGroupMetadata,
  groupMetadata,
  type OffsetsToCommit,
  type OffsetToCommit,
  offsetsToCommit,
} from '../transaction-state/offsets.ts';
import type { TransactionalResult } from '../transactions/requests/transactional-result.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Transactions } from '../transactions/transactions.ts';

export interface TransactionalCallsParts {
  readonly threads: ApplicationThreads;
  /** `null` without idempotence: all calls are then refused. */
  readonly manager: TransactionManager | null;
  readonly wakeSender: () => void;
  /** Throws IllegalStateException after close(). */
  readonly failIfClosed: () => void;
}

export class TransactionalCalls {
  private readonly context: ProducerContext;
  private readonly parts: TransactionalCallsParts;

  constructor(context: ProducerContext, parts: TransactionalCallsParts) {
    this.context = context;
    this.parts = parts;
  }

  initTransactions(): Promise<void> {
    return this.call('txn-init', (transactions) => transactions.initialize());
  }

  /** Does not wait: the coordinator learns of a transaction with its first partition. */
  beginTransaction(): void {
    const transactions = this.transactions();
    this.parts.failIfClosed();
    transactions.begin();
    this.context.metrics.recordTime('txn-begin', 0);
  }

  sendOffsetsToTransaction(
    offsets: OffsetsToCommit,
    group: string | (Partial<ConsumerGroupMetadata> & { readonly groupId: string }),
  ): Promise<void> {
    let metadata: ConsumerGroupMetadata;
    let list: readonly OffsetToCommit[];
    try {
      metadata = groupMetadata(group);
      list = offsetsToCommit(offsets);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return this.call('txn-send-offsets', (transactions) =>
      list.length === 0 ? null : transactions.sendOffsets(list, metadata),
    );
  }

  commitTransaction(): Promise<void> {
    return this.call('txn-commit', (transactions) => transactions.commit());
  }

  abortTransaction(): Promise<void> {
    return this.call('txn-abort', (transactions) => {
      this.context.loggers.kafkaProducer.info('Aborting incomplete transaction');
      return transactions.abort();
    });
  }

  /** As in Java, a call begins once the sends before it have returned; it rejects with what Java throws. */
  private call(name: TimedCall, begin: (transactions: Transactions) => TransactionalResult | null): Promise<void> {
    const { threads, failIfClosed, wakeSender } = this.parts;
    const { clientHost } = this.context;
    clientHost.userWaits();
    return new Promise((resolve, reject) => {
      threads.whenIdle(() => {
        try {
          const transactions = this.transactions();
          failIfClosed();
          const result = begin(transactions);
          if (result === null) resolve();
          else {
            wakeSender();
            threads.runUnqueued(this.await(result, name, resolve, reject));
          }
        } catch (error) {
          reject(error as Error);
        }
        clientHost.userVisible();
      });
    });
  }

  private *await(
    result: TransactionalResult,
    name: TimedCall,
    resolve: () => void,
    reject: (error: Error) => void,
  ): BlockingCall {
    const { clientHost, config, metrics } = this.context;
    const { maxBlockMs } = config;
    const startMs = clientHost.now();
    try {
      if (!result.isCompleted) {
        const wake = yield { timeoutMs: maxBlockMs, subscribe: (signal) => result.onCompletion(signal) };
        if (wake === 'interrupted')
          throw new InterruptException(`Received interrupt while awaiting ${result.operation}`);
        if (wake === 'timed out')
          throw new TimeoutException(config.version.texts.transactionTimeout(result.operation, maxBlockMs));
      }
      result.isAcknowledged = true;
      if (result.error !== null) throw result.error;
      metrics.recordTime(name, clientHost.now() - startMs);
      resolve();
    } catch (error) {
      reject(error as Error);
    }
    clientHost.userVisible();
  }

  private transactions(): Transactions {
    const { manager } = this.parts;
    if (manager !== null) return manager.transactions;
    throw new IllegalStateException(
      'Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property',
    );
  }
}
