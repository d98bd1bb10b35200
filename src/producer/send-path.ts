/**
 * From send() to a row in a batch (KafkaProducer.doSend).
 *
 * Owns: the steps, their order, what each failure becomes, and when the sender is woken.
 * Refuses to know: what happens to a batch afterwards.
 *
 * The short way does all steps at once. Where Java would block, the call goes on as a generator in its topic's line.
 */
import {
  ApiException,
  BufferExhaustedException,
  IllegalArgumentException,
  IllegalStateException,
  InterruptException,
  InvalidTopicException,
  KafkaException,
  RecordTooLargeException,
  TimeoutException,
} from '../protocol/exceptions.ts';
import { type Payload, payloadSize } from '../protocol/payload.ts';
import { estimateSizeInBytesUpperBound, headersSize, NO_HEADERS_SIZE } from '../protocol/record-size.ts';
import type { Appended, PendingRecord, RecordAccumulator } from './accumulator/record-accumulator.ts';
import type { PartitionQueue, TopicQueues } from './accumulator/topic-queues.ts';
import type { ApplicationCalls, BlockingCall, Waiting, Wake } from './application-calls.ts';
import { BatchResult } from './batch-result.ts';
import type { Callback } from './callback.ts';
import { invokeCallback } from './callback.ts';
import type { ProducerConfig } from './config/producer-config.ts';
import type { ProducerEvents } from './events.ts';
import type { ProducerInterceptors } from './interceptors.ts';
import type { ClusterView, PartitionInfo } from './metadata/cluster-view.ts';
import type { ProducerMetadata } from './metadata/producer-metadata.ts';
import type { ProducerMetrics } from './metrics/producer-metrics.ts';
import { partitionForKey, type StickyPartitionInfo } from './partitioner/built-in-partitioner.ts';
import { Headers } from './record/headers.ts';
import { checkRecord, ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
import { RecordMetadata, UNKNOWN_PARTITION } from './record/record-metadata.ts';
import { RecordFuture } from './record-future.ts';
import { serializeField } from './serialization/serialize-field.ts';
import { readsHeaders } from './serialization/serializer.ts';
import type { TransactionManager } from './transactions/transaction-manager.ts';
import type { World } from './world.ts';

export interface SendPathOptions<K, V> {
  readonly world: World;
  readonly config: ProducerConfig;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly calls: ApplicationCalls;
  readonly interceptors: ProducerInterceptors<K, V>;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
  readonly wakeSender: () => void;
  /** Throws IllegalStateException after close(). */
  readonly failIfClosed: () => void;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

/** A record on its way to a batch. */
interface Sending<K, V> {
  readonly record: ProducerRecordLike<K, V>;
  readonly callback: Callback | undefined;
  /** The chosen partition; UNKNOWN_PARTITION while the built-in partitioner may still change its mind. */
  partition: number;
  /** Where it was to be appended last; UNKNOWN_PARTITION if it did not get that far. */
  triedPartition: number;
  /** A partitioner of the user's has been told that there will be a new batch. */
  mayOpenBatch: boolean;
}

const NO_HEADERS = new Headers();
NO_HEADERS.setReadOnly();

export class SendPath<K, V> {
  private readonly options: SendPathOptions<K, V>;
  private readonly needsHeaders: boolean;

  constructor(options: SendPathOptions<K, V>) {
    this.options = options;
    const { keySerializer, valueSerializer } = options.config;
    this.needsHeaders = readsHeaders(keySerializer) || readsHeaders(valueSerializer);
  }

  send(given: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback: Callback | undefined): RecordFuture {
    const record = this.intercepted(given);
    const sending: Sending<K, V> = {
      record,
      callback,
      partition: UNKNOWN_PARTITION,
      triedPartition: UNKNOWN_PARTITION,
      mayOpenBatch: false,
    };
    try {
      this.options.failIfClosed();
      if (this.options.calls.isBlocked(record.topic)) return this.sendLater(sending);
      const cluster = this.knownCluster(record);
      if (cluster === undefined) return this.sendLater(sending);
      const pending = this.prepare(sending, cluster, this.options.world.now());
      const appended = this.append(sending, pending, cluster);
      if (appended === undefined) return this.sendLater(sending, pending);
      this.afterAppend(sending, appended);
      return this.futureOf(appended, pending);
    } catch (error) {
      return this.failed(sending, error);
    }
  }

  /** KafkaProducer.partitionsFor. */
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]> {
    return new Promise((resolve, reject) => {
      this.options.calls.run(topic, this.partitionsForSlowly(topic, resolve, reject));
    });
  }

  private *partitionsForSlowly(
    topic: string,
    resolve: (partitions: readonly PartitionInfo[]) => void,
    reject: (error: unknown) => void,
  ): BlockingCall {
    const { maxBlockMs } = this.options.config;
    try {
      const cluster = yield* this.awaitMetadata(topic, null, maxBlockMs);
      resolve(cluster.partitionsForTopic(topic));
    } catch (error) {
      reject(error);
    }
    this.options.world.userVisible();
  }

  // --- The long way ------------------------------------------------------------------------------------------------------------

  private sendLater(sending: Sending<K, V>, pending?: PendingRecord): RecordFuture {
    const future = RecordFuture.waiting();
    this.options.calls.run(sending.record.topic, this.sendSlowly(sending, future, pending));
    return future;
  }

  private *sendSlowly(sending: Sending<K, V>, future: RecordFuture, prepared: PendingRecord | undefined): BlockingCall {
    const { config, world } = this.options;
    const { topic, partition } = sending.record;
    const startMs = world.now();
    try {
      const cluster = yield* this.awaitMetadataToSend(topic, partition ?? null);
      const pending = prepared ?? this.prepare(sending, cluster, world.now());
      const deadlineMs = startMs + config.maxBlockMs;
      let appended = this.append(sending, pending, cluster);
      if (appended === undefined) appended = yield* this.appendWithMemory(sending, pending, cluster, deadlineMs);
      this.afterAppend(sending, appended);
      const { batch, row } = appended;
      future.accept(batch.result, row, pending.timestampMs, pending.keySize, pending.valueSize);
    } catch (error) {
      this.failWaiting(sending, future, error);
    }
  }

  /** Waits for memory, then appends; in line with others that wait for it. */
  private *appendWithMemory(
    sending: Sending<K, V>,
    pending: PendingRecord,
    cluster: ClusterView,
    deadlineMs: number,
  ): Generator<Waiting, Appended, Wake> {
    const { accumulator, world, config, events, metrics } = this.options;
    const { pool } = accumulator;
    const size = this.capacityFor(pending);
    const maxWaitMs = Math.max(0, deadlineMs - world.now());
    events.emit('sendBlocked', sending.record.topic, 'memory');
    let signal = (): void => {};
    const waiter = pool.wait(size, () => signal());
    for (;;) {
      const waitStartMs = world.now();
      const wake = yield {
        timeoutMs: deadlineMs - waitStartMs,
        subscribe: (resume) => {
          signal = resume;
          return () => {
            signal = () => {};
          };
        },
      };
      metrics.recordBufferWait(world.now() - waitStartMs);
      if (wake === 'signalled' && !accumulator.closed && pool.collect(waiter)) break;
      if (wake === 'signalled' && !accumulator.closed) continue;
      // As in Java, what was set aside for this one is not free yet when the message is written.
      const freeBytes = pool.availableMemory;
      pool.abandon(waiter);
      if (accumulator.closed) throw new KafkaException('Producer closed while allocating memory');
      if (wake === 'interrupted') throw new InterruptException('Interrupted while allocating memory');
      metrics.recordBufferExhausted();
      throw new BufferExhaustedException(
        `Failed to allocate ${size} bytes within the configured max blocking time ${maxWaitMs} ms. Total memory: ${pool.totalMemory} bytes. Available memory: ${freeBytes} bytes. Poolable size: ${config.batchSize} bytes`,
      );
    }
    const appended = this.append(sending, pending, cluster, size);
    if (appended === undefined) throw new IllegalStateException('An append with memory of its own cannot want memory');
    return appended;
  }

  // --- Metadata ----------------------------------------------------------------------------------------------------------------

  /** The cluster, if it is known to have the record's topic and partition. */
  private knownCluster({ topic, partition }: ProducerRecordLike<K, V>): ClusterView | undefined {
    const { metadata, world } = this.options;
    const cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    const count = cluster.partitionCountForTopic(topic);
    if (count === undefined || (partition !== null && partition !== undefined && partition >= count)) return undefined;
    metadata.add(topic, world.now());
    return cluster;
  }

  /** As awaitMetadata; says so if it was the producer's end that ended the wait. */
  private *awaitMetadataToSend(topic: string, partition: number | null): Generator<Waiting, ClusterView, Wake> {
    const { metadata, config } = this.options;
    try {
      return yield* this.awaitMetadata(topic, partition, config.maxBlockMs);
    } catch (cause) {
      if (!metadata.isClosed() || !(cause instanceof KafkaException) || cause instanceof InterruptException)
        throw cause;
      throw new KafkaException('Producer closed while send in progress', { cause });
    }
  }

  /** Waits until the topic (and the partition) is known (KafkaProducer.waitOnMetadata). */
  private *awaitMetadata(
    topic: string,
    partition: number | null,
    maxWaitMs: number,
  ): Generator<Waiting, ClusterView, Wake> {
    const { metadata, world, wakeSender, events, metrics } = this.options;
    const startMs = world.now();
    const isEnough = (count: number | undefined): boolean =>
      count !== undefined && (partition === null || partition < count);
    let cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    metadata.add(topic, startMs);
    if (isEnough(cluster.partitionCountForTopic(topic))) return cluster;
    events.emit('sendBlocked', topic, 'metadata');
    for (;;) {
      metadata.add(topic, world.now());
      const version = metadata.requestUpdateForTopic(topic);
      wakeSender();
      const deadlineMs = startMs + maxWaitMs;
      const hasArrived = yield* this.awaitUpdate(version, deadlineMs);
      cluster = metadata.fetch();
      if (!hasArrived) throw new TimeoutException(`Topic ${topic} not present in metadata after ${maxWaitMs} ms.`);
      const count = cluster.partitionCountForTopic(topic);
      if (world.now() >= deadlineMs) {
        throw new TimeoutException(
          count === undefined
            ? `Topic ${topic} not present in metadata after ${maxWaitMs} ms.`
            : `Partition ${partition} of topic ${topic} with partition count ${count} is not present in metadata after ${maxWaitMs} ms.`,
        );
      }
      metadata.maybeThrowExceptionForTopic(topic);
      if (isEnough(count)) {
        metrics.recordTime('metadata-wait', world.now() - startMs);
        return cluster;
      }
    }
  }

  /** Waits for metadata newer than `version`; false if there is none by the deadline. */
  private *awaitUpdate(version: number, deadlineMs: number): Generator<Waiting, boolean, Wake> {
    const { metadata, world } = this.options;
    for (;;) {
      if (metadata.awaitedUpdateArrived(version)) return true;
      const wake = yield {
        timeoutMs: deadlineMs - world.now(),
        subscribe: (signal) => metadata.onUpdate(signal),
      };
      if (wake === 'interrupted') throw new InterruptException('Interrupted while waiting for metadata');
      if (wake === 'timed out') return false;
    }
  }

  // --- The record --------------------------------------------------------------------------------------------------------------

  private intercepted(given: ProducerRecord<K, V> | ProducerRecordLike<K, V>): ProducerRecordLike<K, V> {
    const { interceptors } = this.options;
    if (!(given instanceof ProducerRecord)) {
      checkRecord(given.topic, given.partition ?? null, given.timestampMs ?? null);
      if (interceptors.isEmpty) return given;
    }
    if (interceptors.isEmpty) return given;
    return interceptors.onSend(given instanceof ProducerRecord ? given : ProducerRecord.from(given));
  }

  /** Serializes, chooses a partition as far as the record or its key say, and checks sizes. */
  private prepare(sending: Sending<K, V>, cluster: ClusterView, nowMs: number): PendingRecord {
    const { config } = this.options;
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

  private partitionOf(record: ProducerRecordLike<K, V>, key: Payload, value: Payload, cluster: ClusterView): number {
    const { partition, topic } = record;
    if (partition !== null && partition !== undefined) return partition;
    const { partitioner, partitionerIgnoreKeys } = this.options.config;
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
    const { maxRequestSize, bufferMemory } = this.options.config;
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

  private capacityFor(pending: PendingRecord): number {
    return Math.max(this.options.config.batchSize, this.upperBound(pending));
  }

  // --- Appending -----------------------------------------------------------------------------------------------------------------

  /**
   * Appends without waiting; undefined if that takes memory there is not (RecordAccumulator.append).
   *
   * @param waitedFor bytes that were waited for, for a new batch; 0: none. They go back if no batch is opened.
   */
  private append(
    sending: Sending<K, V>,
    pending: PendingRecord,
    cluster: ClusterView,
    waitedFor: number = 0,
  ): Appended | undefined {
    const { accumulator, world } = this.options;
    const { pool } = accumulator;
    const topic = accumulator.topicQueues(sending.record.topic);
    let allocated = waitedFor;
    for (;;) {
      const sticky =
        sending.partition === UNKNOWN_PARTITION ? topic.partitioner.peekCurrentPartitionInfo(cluster) : null;
      const queue = topic.queueToFill(sticky === null ? sending.partition : sticky.partition);
      sending.triedPartition = queue.partition;
      if (sticky !== null && accumulator.switchesPartition(topic, sticky, queue, cluster)) continue;
      const before = queue.batches.at(-1)?.estimatedSizeInBytes ?? 0;
      const existing = accumulator.tryAppend(queue, pending, world.now());
      if (existing !== undefined) {
        if (allocated > 0) pool.deallocate(allocated);
        accumulator.updatePartitioner(
          topic,
          sticky,
          existing.batch,
          existing.batch.estimatedSizeInBytes - before,
          cluster,
        );
        return existing;
      }
      if (this.partitionsAgain(sending, pending, cluster)) continue;
      if (allocated === 0) {
        const capacity = this.capacityFor(pending);
        if (!pool.tryAllocate(capacity)) return undefined;
        allocated = capacity;
      }
      // A batch that had no room for the record is full from now on: that may be what the switch waited for.
      if (sticky !== null && accumulator.switchesPartition(topic, sticky, queue, cluster)) continue;
      return this.appendToNewBatch(topic, sticky, queue, pending, cluster, allocated);
    }
  }

  private appendToNewBatch(
    topic: TopicQueues,
    sticky: StickyPartitionInfo | null,
    queue: PartitionQueue,
    pending: PendingRecord,
    cluster: ClusterView,
    capacity: number,
  ): Appended {
    const { accumulator, world, events } = this.options;
    const appended = accumulator.appendNewBatch(queue, pending, capacity, world.now());
    accumulator.updatePartitioner(topic, sticky, appended.batch, appended.batch.estimatedSizeInBytes, cluster);
    if (events.listenerCount('batchCreated') > 0) events.emit('batchCreated', appended.batch);
    return appended;
  }

  /**
   * A partitioner of the user's is told, once, that a record would open a batch, and asked again: its new choice may
   * have an open batch after all. As in Java, it hears of records with a partition of their own as well.
   */
  private partitionsAgain(sending: Sending<K, V>, { key, value }: PendingRecord, cluster: ClusterView): boolean {
    const { partitioner } = this.options.config;
    if (partitioner === null || sending.mayOpenBatch) return false;
    sending.mayOpenBatch = true;
    partitioner.onNewBatch?.(sending.record.topic, cluster, sending.partition);
    sending.partition = this.partitionOf(sending.record, key, value, cluster);
    return true;
  }

  private afterAppend({ callback }: Sending<K, V>, { batch, row, wantsSender }: Appended): void {
    const { recordWatcher } = this.options.events;
    if (recordWatcher !== null) recordWatcher.appended(callback, batch, row);
    // As in Java, after the record is appended: it may be sent although this throws.
    this.options.manager?.transactions.recordAppended(batch.topic, batch.partition);
    if (wantsSender) this.options.wakeSender();
  }

  private futureOf({ batch, row }: Appended, { timestampMs, keySize, valueSize }: PendingRecord): RecordFuture {
    return new RecordFuture(batch.result, row, timestampMs, keySize, valueSize);
  }

  // --- Failing -------------------------------------------------------------------------------------------------------------------

  /** An ApiException is the future's, and the callback hears of it at once; anything else is thrown. */
  private failed(sending: Sending<K, V>, error: unknown): RecordFuture {
    const { topic } = sending.record;
    this.tellWatcher(sending, error);
    if (!(error instanceof ApiException)) throw this.noted(sending, error);
    this.tell(sending, error);
    return RecordFuture.failed(topic, this.partitionShown(sending), error, this.options.world);
  }

  private failWaiting(sending: Sending<K, V>, future: RecordFuture, error: unknown): void {
    const { topic } = sending.record;
    const { world } = this.options;
    const partition = this.partitionShown(sending);
    this.tellWatcher(sending, error);
    if (!(error instanceof ApiException)) {
      future.refuse(topic, partition, this.noted(sending, error), world);
      return;
    }
    try {
      this.tell(sending, error);
    } catch (thrown) {
      // What a callback throws comes out of the send() that called it; so does being out of step with transactions.
      future.refuse(topic, partition, errorOf(thrown), world);
      return;
    }
    future.accept(BatchResult.failed(topic, partition, error, world), -1, -1, -1, -1);
  }

  private tell(sending: Sending<K, V>, error: ApiException): void {
    const { callback, record } = sending;
    const { world, metrics } = this.options;
    if (callback !== undefined) {
      world.userVisible();
      invokeCallback(callback, RecordMetadata.unknown(record.topic, this.partitionShown(sending)), error);
    }
    metrics.recordErrors(1);
    this.tellInterceptors(sending, error);
    this.options.manager?.idempotence.noteError(error);
  }

  private noted(sending: Sending<K, V>, thrown: unknown): Error {
    const error = errorOf(thrown);
    if (error instanceof KafkaException) this.options.metrics.recordErrors(1);
    this.tellInterceptors(sending, error);
    return error;
  }

  private tellWatcher({ callback }: Sending<K, V>, error: unknown): void {
    const { recordWatcher } = this.options.events;
    if (recordWatcher !== null) recordWatcher.refused(callback, errorOf(error), !(error instanceof ApiException));
  }

  private tellInterceptors(sending: Sending<K, V>, error: Error): void {
    const { interceptors } = this.options;
    if (interceptors.isEmpty) return;
    const { record } = sending;
    const full = record instanceof ProducerRecord ? record : ProducerRecord.from(record);
    interceptors.onSendError(full, this.partitionShown(sending), error);
  }

  /** A partitioner's choice does not count before the record is on its way into that partition's queue. */
  private partitionShown({ record, triedPartition }: Sending<K, V>): number {
    return triedPartition === UNKNOWN_PARTITION ? (record.partition ?? UNKNOWN_PARTITION) : triedPartition;
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new KafkaException(String(thrown));
}

/** A user may go on writing to the bytes handed in; what is sent must not change with them. */
function ownBytes(payload: Payload): Payload {
  return payload instanceof Uint8Array ? payload.slice() : payload;
}
