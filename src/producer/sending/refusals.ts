/**
 * What the failure of a send() becomes (the catch clauses of KafkaProducer.doSend).
 *
 * Owns: who hears of it, in which order, and whether it is thrown or handed on in the future.
 * Refuses to know: why it failed.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import { ApiException, KafkaException } from '../../protocol/exceptions.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import { ProducerRecord } from '../record/producer-record.ts';
import { RecordMetadata } from '../record/record-metadata.ts';
import { BatchResult } from '../result/batch-result.ts';
import { invokeCallback } from '../result/callback.ts';
import { RecordFuture } from '../result/record-future.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { partitionShown, type Sending } from './sending.ts';

export interface RefusalsOptions<K, V> {
  readonly clientHost: ClientHost;
  readonly interceptors: ProducerInterceptors<K, V>;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

export class Refusals<K, V> {
  private readonly options: RefusalsOptions<K, V>;

  constructor(options: RefusalsOptions<K, V>) {
    this.options = options;
  }

  /** An ApiException is the future's, and the callback hears of it at once; anything else is thrown. */
  failed(sending: Sending<K, V>, error: unknown): RecordFuture {
    const { topic } = sending.record;
    this.tellWatcher(sending, error);
    if (!(error instanceof ApiException)) throw this.noted(sending, error);
    this.tell(sending, error);
    return RecordFuture.failed(topic, partitionShown(sending), error, this.options.clientHost);
  }

  failWaiting(sending: Sending<K, V>, future: RecordFuture, error: unknown): void {
    const { topic } = sending.record;
    const { clientHost } = this.options;
    const partition = partitionShown(sending);
    this.tellWatcher(sending, error);
    if (!(error instanceof ApiException)) {
      future.refuse(topic, partition, this.noted(sending, error), clientHost);
      return;
    }
    try {
      this.tell(sending, error);
    } catch (thrown) {
      // What a callback throws comes out of the send() that called it; so does being out of step with transactions.
      future.refuse(topic, partition, errorOf(thrown), clientHost);
      return;
    }
    future.accept(BatchResult.failed(topic, partition, error, clientHost), -1, -1, -1, -1);
  }

  private tell(sending: Sending<K, V>, error: ApiException): void {
    const { callback, record } = sending;
    const { clientHost, metrics } = this.options;
    if (callback !== undefined) {
      clientHost.userVisible();
      invokeCallback(callback, RecordMetadata.unknown(record.topic, partitionShown(sending)), error);
    }
    metrics.recordErrors(1);
    this.tellInterceptors(sending, error);
    this.options.manager?.idempotence.noteError(error);
  }

  private noted(sending: Sending<K, V>, thrown: unknown): Error {
    const error = errorOf(thrown);
    if (error instanceof KafkaException) this.options.metrics.recordErrors(1);
    this.tellInterceptors(sending, error);
    return error;
  }

  private tellWatcher({ callback }: Sending<K, V>, error: unknown): void {
    const { recordWatcher } = this.options.events;
    if (recordWatcher !== null) recordWatcher.refused(callback, errorOf(error), !(error instanceof ApiException));
  }

  private tellInterceptors(sending: Sending<K, V>, error: Error): void {
    const { interceptors } = this.options;
    if (interceptors.isEmpty) return;
    const { record } = sending;
    const full = record instanceof ProducerRecord ? record : ProducerRecord.from(record);
    interceptors.onSendError(full, partitionShown(sending), error);
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new KafkaException(String(thrown));
}
