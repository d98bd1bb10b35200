/**
 * Makes a record ready to be appended: serializes it, chooses its partition as far as the record, its key or the user's
 * partitioner decide, and checks its size.
 */
import { startAtCaller } from '../../checks/call-sites.ts';
import { describeValue, isPromise } from '../../checks/describe-value.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { Headers, NO_HEADERS, ownHeaders } from '../../client/record/headers.ts';
import { FieldSerializer } from '../../client/serialization/serialize-field.ts';
import { readsHeaders } from '../../client/serialization/serializer.ts';
import { IllegalArgumentException, RecordTooLargeException } from '../../protocol/errors/exceptions.ts';
import { type Payload, payloadBytes, payloadSize } from '../../protocol/records/payload.ts';
import { headersSize, NO_HEADERS_SIZE } from '../../protocol/records/record-size.ts';
import { type PendingRecord, sizeUpperBound } from '../accumulator/pending-record.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import { partitionForKey } from '../partitioner/built-in-partitioner.ts';
import { ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { isPartition } from '../record/record-checks.ts';
import { NO_TIMESTAMP, UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Callback } from '../result/callback.ts';
import { CapturedRecord } from './captured-record.ts';

export class RecordPreparation<K, V> {
  private readonly config: ProducerConfig;
  private readonly keySerializer: FieldSerializer;
  private readonly valueSerializer: FieldSerializer;
  private readonly needsHeaders: boolean;

  constructor(config: ProducerConfig) {
    this.config = config;
    this.keySerializer = new FieldSerializer('key', config.keySerializer, config.keySerializerClass);
    this.valueSerializer = new FieldSerializer('value', config.valueSerializer, config.valueSerializerClass);
    this.needsHeaders = readsHeaders(config.keySerializer) || readsHeaders(config.valueSerializer);
  }

  /** @throws SerializationException, RecordTooLargeException, and whatever a serializer or partitioner of the user's throws */
  prepare(
    record: ProducerRecordLike<K, V>,
    callback: Callback | undefined,
    cluster: ClusterView,
    nowMs: number,
  ): PendingRecord {
    const headers = this.headersOf(record);
    const pending = this.serialize(record, headers, callback, nowMs);
    pending.partition = this.partitionOf(record, pending.key, pending.value, cluster);
    if (record instanceof ProducerRecord) record.closeHeaders();
    if (headers !== NO_HEADERS) takeHeaders(pending, headers);
    this.checkSize(sizeUpperBound(pending));
    return pending;
  }

  /**
   * Reads a record that has to wait for metadata. It is serialized now, since the program may change it in the meantime; what a
   * serializer throws is kept until Java would call it.
   */
  capture(record: ProducerRecordLike<K, V>, callback: Callback | undefined): CapturedRecord<K, V> {
    const captured = new CapturedRecord(record, this.config.partitioner !== null);
    const headers = this.headersOf(record);
    try {
      const pending = this.serialize(record, headers, callback, NO_TIMESTAMP);
      if (headers !== NO_HEADERS) takeHeaders(pending, headers);
      captured.hold(pending);
    } catch (thrown) {
      captured.failure = { thrown };
    }
    captured.closeHeaders();
    return captured;
  }

  /** Prepares a captured record once the metadata is there. @throws as `prepare` does */
  prepareCaptured(captured: CapturedRecord<K, V>, cluster: ClusterView, nowMs: number): PendingRecord {
    const { pending, failure } = captured;
    captured.stage = 'is serialized';
    if (pending === null) throw failure?.thrown;
    pending.timestampMs = captured.timestampMs ?? nowMs;
    pending.partition = this.partitionOf(captured, pending.key, pending.value, cluster);
    captured.stage = 'is prepared';
    this.checkSize(sizeUpperBound(pending));
    return pending;
  }

  private serialize(
    record: ProducerRecordLike<K, V>,
    headers: Headers,
    callback: Callback | undefined,
    nowMs: number,
  ): PendingRecord {
    const { topic } = record;
    const key = this.keySerializer.serialize(topic, record.key, headers);
    const value = this.valueSerializer.serialize(topic, record.value, headers);
    return {
      topic,
      partition: UNKNOWN_PARTITION,
      triedPartition: UNKNOWN_PARTITION,
      timestampMs: record.timestampMs ?? nowMs,
      key,
      value,
      headers: undefined,
      keySize: payloadSize(key),
      valueSize: payloadSize(value),
      headersSize: NO_HEADERS_SIZE,
      callback,
    };
  }

  private headersOf(record: ProducerRecordLike<K, V>): Headers {
    if (record instanceof ProducerRecord) return record.hasHeaders || this.needsHeaders ? record.headers : NO_HEADERS;
    const { headers } = record;
    if (headers !== undefined && headers !== null) return new Headers(headers);
    return this.needsHeaders ? new Headers() : NO_HEADERS;
  }

  /**
   * The record's own partition, the choice of the user's partitioner, or the partition of the key's hash.
   *
   * @returns UNKNOWN_PARTITION if the built-in partitioner is to choose when the record is appended
   */
  partitionOf(record: ProducerRecordLike<K, V>, key: Payload, value: Payload, cluster: ClusterView): number {
    const { partition, topic } = record;
    if (partition !== null && partition !== undefined) return partition;
    const { partitioner, partitionerIgnoreKeys } = this.config;
    if (partitioner !== null) {
      const [keyBytes, valueBytes] = [payloadBytes(key), payloadBytes(value)];
      const chosen: unknown = partitioner.partition(topic, record.key, keyBytes, record.value, valueBytes, cluster);
      if (!isPartition(chosen)) throw startAtCaller(invalidPartition(chosen));
      return chosen;
    }
    if (key === null || partitionerIgnoreKeys) return UNKNOWN_PARTITION;
    return partitionForKey(key, cluster.partitionsForTopic(topic).length);
  }

  private checkSize(size: number): void {
    const { maxRequestSize, bufferMemory } = this.config;
    if (size > maxRequestSize) {
      throw new RecordTooLargeException(
        `The message is ${size} bytes when serialized which is larger than ${maxRequestSize}, which is the value of the max.request.size configuration.`,
      );
    }
    if (size > bufferMemory) {
      throw new RecordTooLargeException(
        `The message is ${size} bytes when serialized which is larger than the total memory buffer you have configured with the buffer.memory configuration.`,
      );
    }
  }
}

/** Takes a copy of the headers, which are read-only from now on. */
function takeHeaders(pending: PendingRecord, headers: Headers): void {
  headers.setReadOnly();
  if (headers.size === 0) return;
  const own = ownHeaders(headers.toArray());
  pending.headers = own;
  pending.headersSize = headersSize(own);
}

/** For -1, Java's exception; its type has no other values that are wrong. */
function invalidPartition(chosen: unknown): IllegalArgumentException {
  const problem = `The partitioner generated an invalid partition number: ${typeof chosen === 'number' ? chosen : describeValue(chosen)}. Partition number should always be non-negative.`;
  if (Number.isSafeInteger(chosen)) return new IllegalArgumentException(problem);
  if (!isPromise(chosen)) return new IllegalArgumentException(`${problem} Return a whole number`);
  chosen.then(undefined, () => {});
  return new IllegalArgumentException(`${problem} Partitioners are synchronous, as in Java: return a whole number`);
}
