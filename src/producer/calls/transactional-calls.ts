/**
 * The transactional calls of a producer, as its user makes them: what blocks Java's thread is a promise here.
 *
 * Owns: waiting for a result, max.block.ms at most, and what a call refuses before it begins.
 * Refuses to know: what a call leads to (transactions.ts).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import { IllegalStateException, InterruptException, TimeoutException } from '../../protocol/exceptions.ts';
import type { ProducerMetrics, TimedCall } from '../metrics/producer-metrics.ts';
import type { ApplicationCalls } from '../threads/application-threads.ts';
import type { BlockingCall } from '../threads/blocking-call.ts';
import type { TransactionalResult } from '../transactions/requests/transactional-result.ts';
import {
  type ConsumerGroupMetadata,
  groupMetadata,
  type OffsetsToCommit,
  type OffsetToCommit,
  offsetsToCommit,
} from '../transactions/state/offsets.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Transactions } from '../transactions/transactions.ts';

export interface TransactionalCallsOptions {
  readonly clientHost: ClientHost;
  readonly calls: ApplicationCalls;
  /** `null`: idempotence is off, and with it all of this. */
  readonly manager: TransactionManager | null;
  readonly maxBlockMs: number;
  readonly texts: ClientTexts;
  readonly metrics: ProducerMetrics;
  readonly logger: ClientLogger;
  readonly failIfClosed: () => void;
  readonly wakeSender: () => void;
}

export class TransactionalCalls {
  private readonly options: TransactionalCallsOptions;

  constructor(options: TransactionalCallsOptions) {
    this.options = options;
  }

  initTransactions(): Promise<void> {
    return this.call('txn-init', (transactions) => transactions.initialize());
  }

  /** Waits for nothing: the coordinator hears of a transaction with its first partition. */
  beginTransaction(): void {
    const transactions = this.transactions();
    this.options.failIfClosed();
    transactions.begin();
    this.options.metrics.recordTime('txn-begin', 0);
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
      this.options.logger.info('Aborting incomplete transaction');
      return transactions.abort();
    });
  }

  /** Begins once the sends before it have returned, as in Java; rejects with what Java would throw. */
  private call(name: TimedCall, begin: (transactions: Transactions) => TransactionalResult | null): Promise<void> {
    const { clientHost, calls, failIfClosed, wakeSender } = this.options;
    clientHost.userWaits();
    return new Promise((resolve, reject) => {
      calls.whenIdle(() => {
        try {
          const transactions = this.transactions();
          failIfClosed();
          const result = begin(transactions);
          if (result === null) resolve();
          else {
            wakeSender();
            calls.runAlone(this.await(result, name, resolve, reject));
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
    const { clientHost, maxBlockMs, texts, metrics } = this.options;
    const startMs = clientHost.now();
    try {
      if (!result.isCompleted) {
        const wake = yield { timeoutMs: maxBlockMs, subscribe: (signal) => result.onCompletion(signal) };
        if (wake === 'interrupted')
          throw new InterruptException(`Received interrupt while awaiting ${result.operation}`);
        if (wake === 'timed out') throw new TimeoutException(texts.transactionTimeout(result.operation, maxBlockMs));
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
    const { manager } = this.options;
    if (manager !== null) return manager.transactions;
    throw new IllegalStateException(
      'Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property',
    );
  }
}
