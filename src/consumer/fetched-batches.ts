/**
 * Turns fetched batches into records, without control records, records of aborted transactions (read_committed) and records
 * before the position.
 */
import { ownHeaders } from '../client/record/headers.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import type { FetchPartitionResponse, IsolationLevel } from '../protocol/messages.ts';
import { ownPayload } from '../protocol/records/payload.ts';
import { type Header, type StoredBatch, timestampOf } from '../protocol/records/record-batch.ts';
import type { ConsumerRecord } from './consumer-record.ts';

export interface Deserializers<K, V> {
  readonly key: Deserializer<K>;
  readonly value: Deserializer<V>;
}

const NO_HEADERS: readonly Header[] = [];

/** @returns the visible records from `position` on, and the offset after the last batch */
export function readBatches<K, V>(
  fetched: FetchPartitionResponse,
  position: number,
  isolationLevel: IsolationLevel,
  deserializers: Deserializers<K, V>,
): { readonly records: readonly ConsumerRecord<K, V>[]; readonly nextPosition: number } {
  const records: ConsumerRecord<K, V>[] = [];
  const isAborted = abortedFilter(fetched, isolationLevel);
  let nextPosition = position;
  for (const stored of fetched.records) {
    const { batch, baseOffset } = stored;
    const skips = isAborted(stored) || batch.control !== undefined;
    if (!skips) addRecords(fetched, stored, position, deserializers, records);
    nextPosition = Math.max(nextPosition, baseOffset + Math.max(batch.recordCount, 1));
  }
  return { records, nextPosition };
}

/** @returns a function that says, batch by batch in order of offset, whether the batch belongs to an aborted transaction */
function abortedFilter(
  fetched: FetchPartitionResponse,
  isolationLevel: IsolationLevel,
): (stored: StoredBatch) => boolean {
  if (isolationLevel === 'read_uncommitted') return () => false;
  const upcoming = fetched.abortedTransactions.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<number>();
  return ({ batch, baseOffset }) => {
    const lastOffset = baseOffset + Math.max(batch.recordCount, 1) - 1;
    while (upcoming.length > 0 && upcoming[0]!.firstOffset <= lastOffset) aborting.add(upcoming.shift()!.producerId);
    if (batch.control === 'ABORT') aborting.delete(batch.producerId);
    return batch.isTransactional && aborting.has(batch.producerId);
  };
}

function addRecords<K, V>(
  fetched: FetchPartitionResponse,
  { batch, baseOffset, logAppendTimeMs }: StoredBatch,
  position: number,
  deserializers: Deserializers<K, V>,
  records: ConsumerRecord<K, V>[],
): void {
  const { topic, partition } = fetched;
  for (let i = Math.max(0, position - baseOffset); i < batch.recordCount; i++) {
    // The log and other consumers have the same bytes, so the user gets bytes of its own, as in Java.
    const headers = ownHeaders(batch.headers?.[i] ?? NO_HEADERS);
    records.push({
      topic,
      partition,
      offset: baseOffset + i,
      timestampMs: logAppendTimeMs ?? timestampOf(batch, i),
      timestampType: logAppendTimeMs === undefined ? 'CreateTime' : 'LogAppendTime',
      key: deserializers.key.deserialize(topic, ownPayload(batch.keys[i]!), headers),
      value: deserializers.value.deserialize(topic, ownPayload(batch.values[i]!), headers),
      headers,
    });
  }
}
