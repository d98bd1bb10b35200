/**
 * Runs the interceptors and callbacks of a batch whose outcome is known, row by row, before its futures are done.
 */
import { thrownError } from '../../client/host/thrown-error.ts';
import { timestampOf } from '../../protocol/records/record-batch.ts';
import type { ProducerBatch, RunCallbacks } from '../accumulator/producer-batch.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import { RecordMetadata } from '../record/record-metadata.ts';
import { invokeCallback } from '../result/callback.ts';

type RowError = (row: number) => Error | null;
type CallbackContext = Pick<ProducerContext, 'clientHost' | 'events' | 'loggers' | 'stops'>;

export class CompletionCallbacks {
  private readonly context: CallbackContext;
  private readonly interceptors: Pick<ProducerInterceptors, 'isEmpty' | 'onAcknowledgement'>;

  constructor(context: CallbackContext, interceptors: Pick<ProducerInterceptors, 'isEmpty' | 'onAcknowledgement'>) {
    this.context = context;
    this.interceptors = interceptors;
  }

  /** What each batch of the accumulator calls. */
  readonly run: RunCallbacks = (batch, errorOf) => {
    const { clientHost, events } = this.context;
    if (events.isWatched && events.listenerCount('batchCompleted') > 0)
      events.emit('batchCompleted', batch, errorOf(0));
    if (batch.callbacks === undefined && this.interceptors.isEmpty && events.recordWatcher === null) return true;
    clientHost.userVisible();
    return this.completeRows(batch, 0, errorOf);
  };

  /** @returns false if a callback has stopped the I/O thread; the other rows follow when it goes on */
  private completeRows(batch: ProducerBatch, firstRow: number, errorOf: RowError): boolean {
    const { stops } = this.context;
    for (let row = firstRow; row < batch.recordCount; row++) {
      this.completeRow(batch, row, errorOf);
      if (!stops.isStopped) continue;
      stops.stoppedIn(batch, row);
      this.completeRowsLater(batch, row + 1, errorOf);
      return false;
    }
    return true;
  }

  private completeRowsLater(batch: ProducerBatch, firstRow: number, errorOf: RowError): void {
    this.context.stops.afterwards(() => {
      if (this.completeRows(batch, firstRow, errorOf)) batch.callbacksHaveRun();
    });
  }

  private completeRow(batch: ProducerBatch, row: number, errorOf: RowError): void {
    const { interceptors } = this;
    const { recordWatcher } = this.context.events;
    const callback = batch.callbacks?.[row];
    const error = errorOf(row);
    if (callback === undefined && interceptors.isEmpty) {
      if (recordWatcher !== null) recordWatcher.completed(batch.result, row, error);
      return;
    }
    const metadata = error === null ? metadataOf(batch, row) : RecordMetadata.unknown(batch.topic, batch.partition);
    if (!interceptors.isEmpty) interceptors.onAcknowledgement(metadata, error);
    if (recordWatcher !== null) recordWatcher.completed(batch.result, row, error);
    if (callback === undefined) return;
    if (recordWatcher !== null) recordWatcher.runningCallbacks++;
    try {
      invokeCallback(callback, metadata, error);
    } catch (thrown) {
      recordWatcher?.callbackThrew(batch.result.noteOf(row));
      this.logThrown(batch, thrownError(thrown));
      this.context.clientHost.userCodeThrew(thrown, `the callback of a send to ${batch.partitionName}`);
    }
    if (recordWatcher !== null) recordWatcher.runningCallbacks--;
  }

  private logThrown(batch: ProducerBatch, error: Error): void {
    const { loggers, stops } = this.context;
    const problem = `Error executing user-provided callback on message for topic-partition '${batch.partitionName}'`;
    stops.afterwards(() => loggers.producerBatch.error(problem, error));
  }
}

function metadataOf(batch: ProducerBatch, row: number): RecordMetadata {
  const { result, columns, topic, partition } = batch;
  const timestampMs = result.logAppendTimeMs === -1 ? timestampOf(columns, row) : result.logAppendTimeMs;
  const keySize = columns.keySizeOf(row);
  return new RecordMetadata(topic, partition, result.baseOffset, row, timestampMs, keySize, columns.valueSizeOf(row));
}
