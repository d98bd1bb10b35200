/**
 * How a send() that fails before its record is in a batch reports the failure (the catch clauses of KafkaProducer.doSend).
 */
import { thrownError } from '../../client/host/thrown-error.ts';
import { ApiException, KafkaException } from '../../protocol/errors/exceptions.ts';
import type { PendingRecord } from '../accumulator/pending-record.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import type { ProducerRecordLike } from '../record/producer-record.ts';
import { RecordMetadata, UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import { BatchResult } from '../result/batch-result.ts';
import { type Callback, invokeCallback } from '../result/callback.ts';
import { RecordFuture } from '../result/record-future.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';

export interface RefusalsParts<K, V> {
  readonly interceptors: ProducerInterceptors<K, V>;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

export class Refusals<K, V> {
  private readonly context: ProducerContext;
  private readonly parts: RefusalsParts<K, V>;

  constructor(context: ProducerContext, parts: RefusalsParts<K, V>) {
    this.context = context;
    this.parts = parts;
  }

  /**
   * Reports the failure of a send() that did not wait: an ApiException goes to the callback and the returned future,
   * anything else is thrown.
   *
   * @param pending `null` if the record was not prepared yet
   */
  failed(
    record: ProducerRecordLike<K, V>,
    callback: Callback | undefined,
    pending: PendingRecord | null,
    error: unknown,
  ): RecordFuture {
    const partition = reportedPartition(record, pending);
    this.notifyWatcher(callback, error);
    if (!(error instanceof ApiException)) throw this.noteThrown(record, partition, error);
    this.notify(record, callback, partition, error);
    return RecordFuture.failed(record.topic, partition, error, this.context.clientHost);
  }

  /** Reports the failure of a send() that has waited: what `failed` would throw rejects `accepted` of the future. */
  failWaiting(
    record: ProducerRecordLike<K, V>,
    callback: Callback | undefined,
    pending: PendingRecord | null,
    future: RecordFuture,
    error: unknown,
  ): void {
    const { topic } = record;
    const { clientHost } = this.context;
    const partition = reportedPartition(record, pending);
    this.notifyWatcher(callback, error);
    if (!(error instanceof ApiException)) {
      future.refuse(topic, partition, this.noteThrown(record, partition, error), clientHost);
      return;
    }
    try {
      this.notify(record, callback, partition, error);
    } catch (thrown) {
      // In Java, an exception of the callback, or one of the transaction manager, leaves the send() that called it.
      future.refuse(topic, partition, thrownError(thrown), clientHost);
      return;
    }
    future.accept(BatchResult.failed(topic, partition, error, clientHost), -1, -1, -1, -1);
  }

  private notify(
    record: ProducerRecordLike<K, V>,
    callback: Callback | undefined,
    partition: number,
    error: ApiException,
  ): void {
    const { clientHost, metrics } = this.context;
    if (callback !== undefined) {
      clientHost.userVisible();
      invokeCallback(callback, RecordMetadata.unknown(record.topic, partition), error);
    }
    metrics.recordErrors(1);
    this.notifyInterceptors(record, partition, error);
    this.parts.manager?.idempotence.noteError(error);
  }

  private noteThrown(record: ProducerRecordLike<K, V>, partition: number, thrown: unknown): Error {
    const error = thrownError(thrown);
    if (error instanceof KafkaException) this.context.metrics.recordErrors(1);
    this.notifyInterceptors(record, partition, error);
    return error;
  }

  private notifyWatcher(callback: Callback | undefined, error: unknown): void {
    const { recordWatcher } = this.context.events;
    if (recordWatcher !== null) recordWatcher.refused(callback, thrownError(error), !(error instanceof ApiException));
  }

  private notifyInterceptors(record: ProducerRecordLike<K, V>, partition: number, error: Error): void {
    const { interceptors } = this.parts;
    if (!interceptors.isEmpty) interceptors.onSendError(record.topic, partition, error);
  }
}

/** As in Java, the choice of a partitioner is reported only once the record was to be appended to that partition. */
function reportedPartition<K, V>(record: ProducerRecordLike<K, V>, pending: PendingRecord | null): number {
  const tried = pending === null ? UNKNOWN_PARTITION : pending.triedPartition;
  return tried === UNKNOWN_PARTITION ? (record.partition ?? UNKNOWN_PARTITION) : tried;
}
