/**
 * Telling interceptors and callbacks what became of a batch's records, row by row, before its futures are done.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import { KafkaException } from '../../protocol/exceptions.ts';
import { timestampOf } from '../../protocol/record-batch.ts';
import type { ProducerBatch, RunCallbacks } from '../accumulator/producer-batch.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import { RecordMetadata } from '../record/record-metadata.ts';
import { invokeCallback } from '../result/callback.ts';

export interface CallbackSurroundings {
  readonly events: ProducerEvents;
  readonly interceptors: Pick<ProducerInterceptors, 'isEmpty' | 'onAcknowledgement'>;
  readonly logger: ClientLogger;
  readonly clientHost: ClientHost;
}

export function runCallbacks({ events, interceptors, logger, clientHost }: CallbackSurroundings): RunCallbacks {
  return (batch, errorOf) => {
    if (events.isWatched && events.listenerCount('batchCompleted') > 0)
      events.emit('batchCompleted', batch, errorOf(0));
    const { callbacks } = batch;
    const isIntercepted = !interceptors.isEmpty;
    if (callbacks === undefined && !isIntercepted) return;
    clientHost.userVisible();
    for (let row = 0; row < batch.recordCount; row++) {
      const callback = callbacks?.[row];
      if (callback === undefined && !isIntercepted) continue;
      const error = errorOf(row);
      const metadata = error === null ? metadataOf(batch, row) : RecordMetadata.unknown(batch.topic, batch.partition);
      if (isIntercepted) interceptors.onAcknowledgement(metadata, error);
      if (callback === undefined) continue;
      try {
        invokeCallback(callback, metadata, error);
      } catch (thrown) {
        const cause = thrown instanceof Error ? thrown : new KafkaException(String(thrown));
        logger.error(`Error executing user-provided callback on message for topic-partition '${batch.place}'`, cause);
      }
    }
  };
}

function metadataOf(batch: ProducerBatch, row: number): RecordMetadata {
  const { result, columns, topic, partition } = batch;
  const timestampMs = result.logAppendTimeMs === -1 ? timestampOf(columns, row) : result.logAppendTimeMs;
  const keySize = batch.keySizeOf(row);
  return new RecordMetadata(topic, partition, result.baseOffset, row, timestampMs, keySize, batch.valueSizeOf(row));
}
