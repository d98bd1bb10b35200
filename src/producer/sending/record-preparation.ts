/**
 * Makes a record ready to be appended: serializes it, chooses its partition as far as the record, its key or the user's
 * partitioner decide, and checks its size.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { Headers } from '../../client/record/headers.ts';
import { serializeField } from '../../client/serialization/serialize-field.ts';
import { readsHeaders } from '../../client/serialization/serializer.ts';
import { IllegalArgumentException, RecordTooLargeException } from '../../protocol/errors/exceptions.ts';
import { type Payload, payloadSize } from '../../protocol/records/payload.ts';
import { headersSize, NO_HEADERS_SIZE } from '../../protocol/records/record-size.ts';
import { type PendingRecord, sizeUpperBound } from '../accumulator/pending-record.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import { partitionForKey } from '../partitioner/built-in-partitioner.ts';
import { ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Callback } from '../result/callback.ts';

const NO_HEADERS = new Headers();
NO_HEADERS.setReadOnly();

export class RecordPreparation<K, V> {
  private readonly config: ProducerConfig;
  private readonly needsHeaders: boolean;

  constructor(config: ProducerConfig) {
    this.config = config;
    this.needsHeaders = readsHeaders(config.keySerializer) || readsHeaders(config.valueSerializer);
  }

  /** @throws SerializationException, RecordTooLargeException, and whatever a serializer or partitioner of the user's throws */
  prepare(
    record: ProducerRecordLike<K, V>,
    callback: Callback | undefined,
    cluster: ClusterView,
    nowMs: number,
  ): PendingRecord {
    const { config } = this;
    const headers = this.headersOf(record);
    const { topic } = record;
    const key = serializeField(config.keySerializer, config.keySerializerClass, 'key', topic, record.key, headers);
    const value = serializeField(
      config.valueSerializer,
      config.valueSerializerClass,
      'value',
      topic,
      record.value,
      headers,
    );
    const partition = this.partitionOf(record, key, value, cluster);
    if (headers !== NO_HEADERS) headers.setReadOnly();
    const list = headers.size === 0 ? undefined : headers.toArray();
    const pending: PendingRecord = {
      topic,
      partition,
      triedPartition: UNKNOWN_PARTITION,
      timestampMs: record.timestampMs ?? nowMs,
      key: ownBytes(key),
      value: ownBytes(value),
      headers: list,
      keySize: payloadSize(key),
      valueSize: payloadSize(value),
      headersSize: list === undefined ? NO_HEADERS_SIZE : headersSize(list),
      callback,
    };
    this.checkSize(sizeUpperBound(pending));
    return pending;
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
      const chosen = partitioner.partition(topic, record.key, key, record.value, value, cluster);
      if (chosen < 0) {
        throw new IllegalArgumentException(
          `The partitioner generated an invalid partition number: ${chosen}. Partition number should always be non-negative.`,
        );
      }
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

/** Copies bytes, since the user may go on writing to them and the record must not change. */
function ownBytes(payload: Payload): Payload {
  return payload instanceof Uint8Array ? payload.slice() : payload;
}
