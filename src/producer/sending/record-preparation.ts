/**
 * What a record needs before it can be appended: bytes, a partition as far as it or its key say, a size that is allowed.
 *
 * Owns: serializing, choosing, measuring.
 * Refuses to know: batches.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { Headers } from '../../client/record/headers.ts';
import { serializeField } from '../../client/serialization/serialize-field.ts';
import { readsHeaders } from '../../client/serialization/serializer.ts';
import { IllegalArgumentException, RecordTooLargeException } from '../../protocol/exceptions.ts';
import { type Payload, payloadSize } from '../../protocol/payload.ts';
import { estimateSizeInBytesUpperBound, headersSize, NO_HEADERS_SIZE } from '../../protocol/record-size.ts';
import type { PendingRecord } from '../accumulator/record-accumulator.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import { partitionForKey } from '../partitioner/built-in-partitioner.ts';
import { ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Sending } from './sending.ts';

const NO_HEADERS = new Headers();
NO_HEADERS.setReadOnly();

export class RecordPreparation<K, V> {
  private readonly config: ProducerConfig;
  private readonly needsHeaders: boolean;

  constructor(config: ProducerConfig) {
    this.config = config;
    this.needsHeaders = readsHeaders(config.keySerializer) || readsHeaders(config.valueSerializer);
  }

  /** Serializes, chooses a partition as far as the record or its key say, and checks sizes. */
  prepare(sending: Sending<K, V>, cluster: ClusterView, nowMs: number): PendingRecord {
    const { config } = this;
    const { record, callback } = sending;
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
    sending.partition = this.partitionOf(record, key, value, cluster);
    if (headers !== NO_HEADERS) headers.setReadOnly();
    const list = headers.size === 0 ? undefined : headers.toArray();
    const pending: PendingRecord = {
      timestampMs: record.timestampMs ?? nowMs,
      key: ownBytes(key),
      value: ownBytes(value),
      headers: list,
      keySize: payloadSize(key),
      valueSize: payloadSize(value),
      headersSize: list === undefined ? NO_HEADERS_SIZE : headersSize(list),
      callback,
    };
    this.checkSize(pending);
    return pending;
  }

  private headersOf(record: ProducerRecordLike<K, V>): Headers {
    if (record instanceof ProducerRecord) return record.hasHeaders || this.needsHeaders ? record.headers : NO_HEADERS;
    const { headers } = record;
    return headers !== undefined && headers !== null
      ? new Headers(headers)
      : this.needsHeaders
        ? new Headers()
        : NO_HEADERS;
  }

  /** The record's own partition, or the user's partitioner's, or its key's; UNKNOWN_PARTITION if none of them says. */
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

  private checkSize(pending: PendingRecord): void {
    const { maxRequestSize, bufferMemory } = this.config;
    const size = this.upperBound(pending);
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

  private upperBound({ keySize, valueSize, headersSize: headers }: PendingRecord): number {
    return estimateSizeInBytesUpperBound(keySize, valueSize, headers);
  }

  /** Bytes of a batch that this record opens. */
  capacityFor(pending: PendingRecord): number {
    return Math.max(this.config.batchSize, this.upperBound(pending));
  }
}

/** A user may go on writing to the bytes handed in; what is sent must not change with them. */
function ownBytes(payload: Payload): Payload {
  return payload instanceof Uint8Array ? payload.slice() : payload;
}
