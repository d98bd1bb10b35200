/**
 * The producer, as its user sees it.
 *
 * Owns: the public calls.
 * Refuses to know: what it is made of (producer-parts.ts), how a record gets into a batch (sending/), and everything after that
 * (sender/).
 */

import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { PartitionInfo } from '../client/metadata/cluster-view.ts';
import type { Serializer, SerializerClass } from '../client/serialization/serializer.ts';
import { type ClientVersion, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { IllegalArgumentException, KafkaException } from '../protocol/errors/exceptions.ts';
import type { RecordAccumulator } from './accumulator/record-accumulator.ts';
import type { ProducerConfigInput } from './config/input.ts';
import { type ProducerConfig, resolveProducerConfig } from './config/producer-config.ts';
import { partitionDraws } from './context/producer-context.ts';
import { ProducerEvents } from './events/producer-events.ts';
import type { MetricValues } from './metrics/metric-name.ts';
import { ProducerParts } from './producer-parts.ts';
import type { ProducerRecord, ProducerRecordLike } from './record/producer-record.ts';
import type { Callback } from './result/callback.ts';
import type { RecordFuture } from './result/record-future.ts';
import type { SendPath } from './sending/send-path.ts';
import type { ConsumerGroupMetadata, OffsetsToCommit } from './transaction-state/offsets.ts';

export interface ProducerSerializers<K, V> {
  /** Instead of key.serializer; a class or an object of it. */
  readonly key?: Serializer<K> | SerializerClass<K>;
  /** Instead of value.serializer. */
  readonly value?: Serializer<V> | SerializerClass<V>;
}

export interface ProducerOptions<K, V> extends ProducerSerializers<K, V> {
  /** The N of the default client.id `producer-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
}

export class KafkaProducer<K = unknown, V = unknown> {
  /** What happens inside; see ProducerEventMap. */
  readonly events: ProducerEvents = new ProducerEvents();
  readonly clientId: string;

  protected readonly config: ProducerConfig;
  protected readonly accumulator: RecordAccumulator;
  private readonly parts: ProducerParts<K, V>;
  private readonly sendPath: SendPath<K, V>;

  /**
   * @throws ConfigException for a bad value, KafkaException with a cause for what Java finds out while constructing
   */
  constructor(config: ProducerConfigInput | Properties, clientHost: ClientHost, options: ProducerOptions<K, V>) {
    const { version = DEFAULT_CLIENT_VERSION } = options;
    this.config = resolveProducerConfig(config, {
      version,
      keySerializer: instanceOf(options.key),
      valueSerializer: instanceOf(options.value),
      nextClientNumber: () => options.clientNumber,
      nextRandom: partitionDraws(clientHost),
      log: (level, logger, message) =>
        clientHost.log({ timeMs: clientHost.now(), thread: 'main', level, logger, message }),
    });
    this.clientId = this.config.clientId;
    this.parts = new ProducerParts<K, V>(this.config, clientHost, this.events);
    this.accumulator = this.parts.accumulator;
    this.sendPath = this.parts.sendPath;
  }

  // --- Sending ---------------------------------------------------------------------------------------------------------------

  /**
   * Sends a record. Returns at once; where Java would block (metadata, buffer memory: max.block.ms), the future's
   * `accepted` says when Java's call would have returned.
   *
   * @param callback told of the record's end, before those who wait for the future
   * @throws SerializationException if a serializer refuses the key or value
   * @throws IllegalStateException after close()
   * @throws IllegalArgumentException for an impossible partition or timestamp
   */
  send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback): RecordFuture {
    return this.sendPath.send(record, callback);
  }

  /**
   * Sends all that is buffered, linger or not, and resolves when every record sent before has ended. As in Java 3.6.1, a
   * record whose batch was too large and was split is not waited for any longer.
   */
  flush(): Promise<void> {
    return this.parts.flushing.flush();
  }

  /** The topic's partitions; waits for metadata, max.block.ms at most. */
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]> {
    if (typeof topic !== 'string') return Promise.reject(new IllegalArgumentException('topic cannot be null'));
    return this.sendPath.partitionsFor(topic);
  }

  /**
   * Runs `task` as another thread of the application: the calls it makes stand behind earlier ones of a thread of that name,
   * and behind nobody else's; they wait side by side with those of other threads, as in Java. A program that names no
   * threads is one thread, but for its sends to different topics, which do not wait for one another.
   */
  onThread<T>(name: string, task: () => T): T {
    return this.parts.threads.onThread(name, task);
  }

  /** Interrupts every send() that waits, as Thread.interrupt() would: it fails with an InterruptException. */
  interrupt(): void {
    this.parts.threads.interruptAll();
  }

  /**
   * Every metric by Java's name, group, description and tags, with its value now. Averages, maxima and rates look back
   * over metrics.num.samples windows of metrics.sample.window.ms; without a value in them, the first two are NaN.
   */
  metrics(): MetricValues {
    return this.parts.metricsReport.values();
  }

  // --- Transactions ------------------------------------------------------------------------------------------------------------

  /**
   * Gets the producer its id, and fences every producer that used the same transactional.id before. To be called once,
   * before anything else; rejects with a TimeoutException after max.block.ms, and may then be called again.
   */
  initTransactions(): Promise<void> {
    return this.parts.transactionalCalls.initTransactions();
  }

  /**
   * @throws IllegalStateException before initTransactions(), or while a transaction is open
   * @throws ProducerFencedException if another producer has taken over the transactional.id
   */
  beginTransaction(): void {
    this.parts.transactionalCalls.beginTransaction();
  }

  /**
   * Makes a consumer group's offsets part of the transaction: they are valid when it is committed.
   *
   * @param offsets by `topic-partition`: of the next record to be read
   * @param group the group's id, or what the consumer knows of its membership
   */
  sendOffsetsToTransaction(
    offsets: OffsetsToCommit,
    group: string | (Partial<ConsumerGroupMetadata> & { readonly groupId: string }),
  ): Promise<void> {
    return this.parts.transactionalCalls.sendOffsetsToTransaction(offsets, group);
  }

  /** Sends what is buffered and commits. Rejects with the error of a failed send: then only an abort is left. */
  commitTransaction(): Promise<void> {
    return this.parts.transactionalCalls.commitTransaction();
  }

  /** Drops what is buffered and aborts: nothing of the transaction is shown to who reads committed records only. */
  abortTransaction(): Promise<void> {
    return this.parts.transactionalCalls.abortTransaction();
  }

  // --- Closing -----------------------------------------------------------------------------------------------------------------

  /**
   * Sends what is left and ends the producer. Resolves when that is done, or when `timeoutMs` is over: then what is left
   * fails. From inside a callback every timeout is 0, as in Java. A later call may be more impatient than an earlier one.
   *
   * @throws IllegalArgumentException for a negative timeout
   */
  close(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    if (timeoutMs < 0) throw new IllegalArgumentException('The timeout cannot be negative.');
    const { ioThread, threads, closing } = this.parts;
    if (!ioThread.isCurrent) return threads.afterSends((resolve) => closing.close(timeoutMs, resolve), timeoutMs);
    closing.close(timeoutMs, () => {});
    return Promise.resolve();
  }
}

function instanceOf<T>(given: Serializer<T> | SerializerClass<T> | undefined): Serializer | null {
  if (given === undefined) return null;
  const serializer = typeof given === 'function' ? new given() : given;
  if (typeof serializer.serialize !== 'function') {
    throw new KafkaException('A serializer has a method serialize(topic, data, headers); the one given has none');
  }
  return serializer as Serializer;
}
