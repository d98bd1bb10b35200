/**
 * Fetch in the scenario format. Partitions are in the order of the response.
 */
import { payloadSize, payloadText } from '../../../../../src/protocol/records/payload.ts';
import type { StoredBatch } from '../../../../../src/protocol/records/record-batch.ts';
import { type Json, number, text } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, partitionsOf } from './api-format.ts';

/** Longer values are written as their number of bytes. */
const LONGEST_VALUE = 40;

export const fetch: ApiFormat<'Fetch'> = {
  version: 12,
  request: (fields, symbols) => ({
    api: 'Fetch',
    replicaId: number(fields, 'replicaId', -1),
    maxWaitMs: number(fields, 'maxWaitMs', 0),
    minBytes: number(fields, 'minBytes', 1),
    maxBytes: number(fields, 'maxBytes', 52_428_800),
    isolationLevel: text(fields, 'isolationLevel', '') === 'read_committed' ? 'read_committed' : 'read_uncommitted',
    partitions: partitionsOf(fields, symbols, (partition) => ({
      currentLeaderEpoch: number(partition, 'currentLeaderEpoch', -1),
      fetchOffset: number(partition, 'fetchOffset', 0),
      lastFetchedEpoch: number(partition, 'lastFetchedEpoch', -1),
      logStartOffset: number(partition, 'logStartOffset', -1),
      partitionMaxBytes: number(partition, 'partitionMaxBytes', 1_048_576),
    })),
  }),
  answer: ({ error, partitions }, symbols) => ({
    error,
    partitions: partitions.map((one) => ({
      topic: one.topic,
      partition: one.partition,
      error: one.error,
      highWatermark: one.highWatermark,
      lastStableOffset: one.lastStableOffset,
      logStartOffset: one.logStartOffset,
      ...(one.divergingEpoch === undefined ? {} : { divergingEpoch: { ...one.divergingEpoch } }),
      abortedTransactions: one.abortedTransactions.map(({ producerId, firstOffset }) => ({
        producerId: symbols.shownProducerId(producerId),
        firstOffset,
      })),
      records: one.records.map((batch) => shownBatch(batch, symbols)),
    })),
  }),
};

function shownBatch({ baseOffset, partitionLeaderEpoch, batch, logAppendTimeMs }: StoredBatch, symbols: Symbols): Json {
  const header = {
    baseOffset,
    lastOffset: baseOffset + batch.recordCount - 1,
    partitionLeaderEpoch,
    producerId: symbols.shownProducerId(batch.producerId),
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    timestampType: logAppendTimeMs === undefined ? 'CreateTime' : 'LogAppendTime',
  };
  if (batch.control !== undefined) return { ...header, maxTimestampMs: 'clock', control: batch.control };
  return {
    ...header,
    maxTimestampMs: symbols.shownTime(logAppendTimeMs ?? batch.maxTimestampMs),
    values: batch.values.map((value) => {
      const size = payloadSize(value);
      return size > LONGEST_VALUE ? `${size} bytes` : payloadText(value);
    }),
  };
}
