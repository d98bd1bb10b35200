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
import type { RecordFuture } from '../result/record-future.ts';
import { type BlockingCall, CALLS_OF_CALLBACK } from '../threads/blocking-call.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';

export interface RefusalsParts<K, V> {
  readonly interceptors: ProducerInterceptors<K, V>;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

/** A send() that fails before its record is in a batch. */
export interface Refusal<K, V> {
  readonly record: ProducerRecordLike<K, V>;
  readonly callback: Callback | undefined;
  /** `null` if the record was not prepared yet. */
  readonly pending: PendingRecord | null;
  readonly error: unknown;
}

export class Refusals<K, V> {
  private readonly context: ProducerContext;
  private readonly parts: RefusalsParts<K, V>;

  constructor(context: ProducerContext, parts: RefusalsParts<K, V>) {
    this.context = context;
    this.parts = parts;
  }

  /** Reports a failure that is not an ApiException. @param future `null`: the send() did not wait @returns what send() throws */
  thrown(refusal: Refusal<K, V>, future: RecordFuture | null = null): Error {
    const { record, pending, error } = refusal;
    this.notifyWatcher(refusal, future);
    return this.noteThrown(record, reportedPartition(record, pending), error);
  }

  /** Reports a send() of `null`. @returns what send() throws */
  withoutRecord(error: Error): Error {
    const { recordWatcher } = this.context.events;
    if (recordWatcher !== null) recordWatcher.refused(null, error, true);
    this.parts.interceptors.onMissingRecord(error);
    return error;
  }

  /**
   * Reports the failure of a send(): an ApiException goes to the callback and the future, and anything else that Java would throw
   * rejects `accepted` of the future.
   */
  *report(refusal: Refusal<K, V>, future: RecordFuture): BlockingCall {
    const { record, pending, error } = refusal;
    const { clientHost } = this.context;
    const partition = reportedPartition(record, pending);
    if (!(error instanceof ApiException)) {
      future.refuse(record.topic, partition, this.thrown(refusal, future), clientHost);
      return;
    }
    this.notifyWatcher(refusal, future);
    // In Java, an exception of the callback, or one of the transaction manager, leaves the send() that called it.
    let thrown = this.callBack(refusal, error, partition, future);
    yield CALLS_OF_CALLBACK;
    thrown ??= this.noteFailure(record, partition, error);
    if (thrown !== null) future.refuse(record.topic, partition, thrown, clientHost);
    else future.accept(BatchResult.failed(record.topic, partition, error, clientHost), -1, -1, -1, -1);
  }

  /** @returns what the callback throws */
  private callBack(
    { record, callback }: Refusal<K, V>,
    error: ApiException,
    partition: number,
    future: RecordFuture,
  ): Error | null {
    const { events, clientHost } = this.context;
    const { recordWatcher } = events;
    if (callback === undefined && recordWatcher === null) return null;
    clientHost.userVisible();
    recordWatcher?.reported(future, error);
    if (callback === undefined) return null;
    if (recordWatcher !== null) recordWatcher.runningCallbacks++;
    try {
      invokeCallback(callback, RecordMetadata.unknown(record.topic, partition), error);
      return null;
    } catch (thrown) {
      recordWatcher?.callbackThrew(future.note);
      return thrownError(thrown);
    } finally {
      if (recordWatcher !== null) recordWatcher.runningCallbacks--;
    }
  }

  /** @returns what the transaction manager throws */
  private noteFailure(record: ProducerRecordLike<K, V>, partition: number, error: ApiException): Error | null {
    this.context.metrics.recordErrors(1);
    this.notifyInterceptors(record, partition, error);
    try {
      this.parts.manager?.idempotence.noteError(error);
      return null;
    } catch (thrown) {
      return thrownError(thrown);
    }
  }

  private noteThrown(record: ProducerRecordLike<K, V>, partition: number, thrown: unknown): Error {
    const error = thrownError(thrown);
    if (error instanceof KafkaException) this.context.metrics.recordErrors(1);
    this.notifyInterceptors(record, partition, error);
    return error;
  }

  private notifyWatcher({ error }: Refusal<K, V>, future: RecordFuture | null): void {
    const { recordWatcher } = this.context.events;
    if (recordWatcher !== null) recordWatcher.refused(future, thrownError(error), !(error instanceof ApiException));
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
