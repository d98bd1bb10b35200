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

export class CompletionCallbacks {
  private readonly context: Pick<ProducerContext, 'clientHost' | 'events' | 'loggers'>;
  private readonly interceptors: Pick<ProducerInterceptors, 'isEmpty' | 'onAcknowledgement'>;

  constructor(
    context: Pick<ProducerContext, 'clientHost' | 'events' | 'loggers'>,
    interceptors: Pick<ProducerInterceptors, 'isEmpty' | 'onAcknowledgement'>,
  ) {
    this.context = context;
    this.interceptors = interceptors;
  }

  /** What each batch of the accumulator calls. */
  readonly run: RunCallbacks = (batch, errorOf) => {
    const { clientHost, events } = this.context;
    if (events.isWatched && events.listenerCount('batchCompleted') > 0)
      events.emit('batchCompleted', batch, errorOf(0));
    if (batch.callbacks === undefined && this.interceptors.isEmpty) return;
    clientHost.userVisible();
    for (let row = 0; row < batch.recordCount; row++) this.completeRow(batch, row, errorOf);
  };

  private completeRow(batch: ProducerBatch, row: number, errorOf: RowError): void {
    const { interceptors } = this;
    const callback = batch.callbacks?.[row];
    if (callback === undefined && interceptors.isEmpty) return;
    const error = errorOf(row);
    const metadata = error === null ? metadataOf(batch, row) : RecordMetadata.unknown(batch.topic, batch.partition);
    if (!interceptors.isEmpty) interceptors.onAcknowledgement(metadata, error);
    if (callback === undefined) return;
    try {
      invokeCallback(callback, metadata, error);
    } catch (thrown) {
      const problem = `Error executing user-provided callback on message for topic-partition '${batch.partitionName}'`;
      this.context.loggers.producerBatch.error(problem, thrownError(thrown));
    }
  }
}

function metadataOf(batch: ProducerBatch, row: number): RecordMetadata {
  const { result, columns, topic, partition } = batch;
  const timestampMs = result.logAppendTimeMs === -1 ? timestampOf(columns, row) : result.logAppendTimeMs;
  const keySize = columns.keySizeOf(row);
  return new RecordMetadata(topic, partition, result.baseOffset, row, timestampMs, keySize, columns.valueSizeOf(row));
}
