/**
 * Turns fetched batches into records, without control records, records of aborted transactions (read_committed) and records
 * before the position.
 */
import { ownHeaders } from '../client/record/headers.ts';
import { partitionName } from '../protocol/cluster/topic-partition.ts';
import type { FetchPartitionResponse, IsolationLevel } from '../protocol/messages.ts';
import { ownPayload } from '../protocol/records/payload.ts';
import { type Header, type StoredBatch, timestampOf } from '../protocol/records/record-batch.ts';
import type { ConsumerRecord } from './consumer-record.ts';
import type { FieldDeserializer } from './field-deserializer.ts';
import type { EpochStart } from './positions.ts';
import { RecordDeserializationException } from './record-deserialization-exception.ts';

export interface FieldDeserializers<K, V> {
  readonly key: FieldDeserializer<K>;
  readonly value: FieldDeserializer<V>;
}

/** What was read from the batches of a partition. */
export interface ReadBatches<K, V> {
  readonly records: readonly ConsumerRecord<K, V>[];
  /** The offset after the last batch, or that of the record that could not be deserialized. */
  readonly nextPosition: number;
  /** The leader epochs of the batches, where they change. */
  readonly epochs: readonly EpochStart[];
  /** Absent if all records were deserialized. */
  readonly failure?: RecordDeserializationException;
}

const NO_HEADERS: readonly Header[] = [];

/** Reads the visible records from `position` on, up to the first one that cannot be deserialized. */
export function readBatches<K, V>(
  fetched: FetchPartitionResponse,
  position: number,
  isolationLevel: IsolationLevel,
  deserializers: FieldDeserializers<K, V>,
): ReadBatches<K, V> {
  const records: ConsumerRecord<K, V>[] = [];
  const epochs: EpochStart[] = [];
  const isAborted = abortedFilter(fetched, isolationLevel);
  let nextPosition = position;
  for (const stored of fetched.records) {
    const { batch, baseOffset, partitionLeaderEpoch: epoch } = stored;
    if (epochs.at(-1)?.epoch !== epoch) epochs.push({ offset: baseOffset, epoch });
    const skips = isAborted(stored) || batch.control !== undefined;
    const failure = skips ? undefined : addRecords(fetched, stored, position, deserializers, records);
    if (failure !== undefined) return { records, nextPosition: failure.offset(), epochs, failure };
    nextPosition = Math.max(nextPosition, baseOffset + Math.max(batch.recordCount, 1));
  }
  return { records, nextPosition, epochs };
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

/** @returns why a record could not be deserialized; `undefined` if all could */
function addRecords<K, V>(
  fetched: FetchPartitionResponse,
  { batch, baseOffset, logAppendTimeMs }: StoredBatch,
  position: number,
  deserializers: FieldDeserializers<K, V>,
  records: ConsumerRecord<K, V>[],
): RecordDeserializationException | undefined {
  const { topic, partition } = fetched;
  for (let i = Math.max(0, position - baseOffset); i < batch.recordCount; i++) {
    // The log and other consumers have the same bytes, so the user gets bytes of its own, as in Java.
    const headers = ownHeaders(batch.headers?.[i] ?? NO_HEADERS);
    const offset = baseOffset + i;
    try {
      records.push({
        topic,
        partition,
        offset,
        timestampMs: logAppendTimeMs ?? timestampOf(batch, i),
        timestampType: logAppendTimeMs === undefined ? 'CreateTime' : 'LogAppendTime',
        key: deserializers.key.deserialize(topic, ownPayload(batch.keys[i]!), headers),
        value: deserializers.value.deserialize(topic, ownPayload(batch.values[i]!), headers),
        headers,
      });
    } catch (cause) {
      const problem =
        `Error deserializing key/value for partition ${partitionName({ topic, partition })} at offset ${offset}. ` +
        'If needed, please seek past the record to continue consumption.';
      return new RecordDeserializationException({ topic, partition }, offset, problem, cause);
    }
  }
  return undefined;
}
