/**
 * The producer, as its user sees it.
 *
 * Owns: the public calls, and putting the parts together.
 * Refuses to know: how a record gets into a batch (sending/), and everything after that (sender).
 */
import {
  IllegalArgumentException,
  IllegalStateException,
  InterruptException,
  KafkaException,
} from '../protocol/exceptions.ts';
import { RecordAccumulator } from './accumulator/record-accumulator.ts';
import { ApplicationCalls, type BlockingCall, type Wake } from './application-calls.ts';
import type { Callback } from './callback.ts';
import { Closing } from './closing.ts';
import { runCallbacks } from './completion-callbacks.ts';
import type { Properties } from './config/config-def.ts';
import type { ProducerConfigInput } from './config/input.ts';
import { type ProducerConfig, resolveProducerConfig } from './config/producer-config.ts';
import { ProducerEvents } from './events.ts';
import { type ProducerInterceptor, ProducerInterceptors } from './interceptors.ts';
import { ClientLogger } from './logging.ts';
import type { PartitionInfo } from './metadata/cluster-view.ts';
import type { Log } from './metadata/metadata.ts';
import { ProducerMetadata } from './metadata/producer-metadata.ts';
import type { MetricValues } from './metrics/metric-name.ts';
import { MetricsReport } from './metrics/metrics-report.ts';
import { ProducerMetrics } from './metrics/producer-metrics.ts';
import { connectionJitter } from './network/exponential-backoff.ts';
import { NetworkClient } from './network/network-client.ts';
import { producerObserver } from './network/network-observer.ts';
import type { ProducerRecord, ProducerRecordLike } from './record/producer-record.ts';
import type { RecordFuture } from './record-future.ts';
import { IoThread } from './sender/io-thread.ts';
import { makeSender } from './sender/make-sender.ts';
import type { Sender } from './sender/sender.ts';
import { SendPath } from './sending/send-path.ts';
import type { Serializer, SerializerClass } from './serialization/serializer.ts';
import type { ConsumerGroupMetadata, OffsetsToCommit } from './transactions/offsets.ts';
import { TransactionManager } from './transactions/transaction-manager.ts';
import { TransactionalCalls } from './transactions/transactional-calls.ts';
import type { World } from './world.ts';

export interface ProducerSerializers<K, V> {
  /** Instead of key.serializer; a class or an object of it. */
  readonly key?: Serializer<K> | SerializerClass<K>;
  /** Instead of value.serializer. */
  readonly value?: Serializer<V> | SerializerClass<V>;
}

export interface ProducerOptions<K, V> extends ProducerSerializers<K, V> {
  /** The N of the default client.id `producer-N`. */
  readonly clientNumber: number;
}

/** Java's class names, for log lines. */
const PRODUCER_LOGGER = 'org.apache.kafka.clients.producer.KafkaProducer';
const SENDER_LOGGER = 'org.apache.kafka.clients.producer.internals.Sender';
const TRANSACTION_LOGGER = 'org.apache.kafka.clients.producer.internals.TransactionManager';
const BATCH_LOGGER = 'org.apache.kafka.clients.producer.internals.ProducerBatch';
const INTERCEPTORS_LOGGER = 'org.apache.kafka.clients.producer.internals.ProducerInterceptors';
const APP_INFO_LOGGER = 'org.apache.kafka.common.utils.AppInfoParser';
const METRICS_LOGGER = 'org.apache.kafka.common.metrics.Metrics';

/** What this client says it is. */
export const CLIENT_VERSION = '3.6.1';
const CLIENT_COMMIT_ID = '5e3c2b738d253ff5';
const RANDOM_BOUND = 2 ** 31;

export class KafkaProducer<K = unknown, V = unknown> {
  /** What happens inside; see ProducerEventMap. */
  readonly events: ProducerEvents = new ProducerEvents();
  readonly clientId: string;

  private readonly world: World;
  protected readonly config: ProducerConfig;
  private readonly metadata: ProducerMetadata;
  protected readonly accumulator: RecordAccumulator;
  private readonly client: NetworkClient;
  private readonly calls: ApplicationCalls;
  private readonly sendPath: SendPath<K, V>;
  private readonly manager: TransactionManager | null;
  private readonly transactionalCalls: TransactionalCalls;
  private readonly sender: Sender;
  private readonly ioThread: IoThread;
  private readonly interceptors: ProducerInterceptors<K, V>;
  private readonly producerMetrics: ProducerMetrics;
  private readonly metricsReport: MetricsReport;
  private readonly logger: ClientLogger;
  private readonly closing: Closing;

  /**
   * @throws ConfigException for a bad value, KafkaException with a cause for what Java finds out while constructing
   */
  constructor(config: ProducerConfigInput | Properties, world: World, options: ProducerOptions<K, V>) {
    this.world = world;
    const nextRandom = (): number => world.nextInt(RANDOM_BOUND, 'partition');
    this.config = resolveProducerConfig(config, {
      keySerializer: instanceOf(options.key),
      valueSerializer: instanceOf(options.value),
      nextClientNumber: () => options.clientNumber,
      nextRandom,
      log: (level, logger, message) => world.log({ timeMs: world.now(), thread: 'main', level, logger, message }),
    });
    const resolved = this.config;
    this.clientId = resolved.clientId;
    const ioThreadName = `kafka-producer-network-thread | ${resolved.clientId}`;
    const loggerOf = (loggerClass: string, thread: string | (() => string)): ClientLogger =>
      new ClientLogger(world, loggerClass, resolved.logPrefix, thread);
    const log: Log = (level, loggerClass, message, error) =>
      loggerOf(loggerClass, ioThreadName).write(level, message, error);
    this.logger = loggerOf(PRODUCER_LOGGER, 'main');
    const interceptorsLogger = new ClientLogger(world, INTERCEPTORS_LOGGER, '', ioThreadName);
    this.interceptors = new ProducerInterceptors<K, V>(
      resolved.interceptors as readonly ProducerInterceptor<K, V>[],
      interceptorsLogger,
    );
    this.producerMetrics = new ProducerMetrics(resolved.metricsWindows, () => world.now());
    this.metadata = new ProducerMetadata({
      refreshBackoffMs: resolved.retryBackoffMs,
      metadataExpireMs: resolved.metadataMaxAgeMs,
      metadataIdleMs: resolved.metadataMaxIdleMs,
      log,
    });
    this.metadata.bootstrap(resolved.bootstrapServers);
    // Java's ProducerBatch logs without the client's prefix.
    const batchLogger = new ClientLogger(world, BATCH_LOGGER, '', ioThreadName);
    const isIoThread = (): boolean => this.ioThread.isCurrent;
    this.manager = resolved.enableIdempotence
      ? new TransactionManager({
          ...resolved,
          logger: loggerOf(TRANSACTION_LOGGER, () => (isIoThread() ? ioThreadName : 'main')),
          batchLogger,
          isIoThread,
          onTransition: (source, target) => this.events.emit('stateChanged', source, target),
        })
      : null;
    this.accumulator = new RecordAccumulator({
      ...resolved,
      compression: resolved.compressionType,
      nextRandom,
      surroundings: world,
      runCallbacks: runCallbacks({ events: this.events, interceptors: this.interceptors, logger: batchLogger, world }),
      sequences: this.manager?.idempotence ?? null,
    });
    this.client = new NetworkClient({
      ...resolved,
      world,
      metadata: this.metadata,
      log,
      connectionSetupTimeoutMs: resolved.socketConnectionSetupTimeoutMs,
      connectionSetupTimeoutMaxMs: resolved.socketConnectionSetupTimeoutMaxMs,
      discoverBrokerVersions: true,
      jitter: connectionJitter((bound) => world.nextInt(bound, 'connection jitter')),
      onActivity: () => this.ioThread.wake(),
      observer: producerObserver(this.events, this.producerMetrics),
    });
    const { metadata, accumulator, client, manager, events, producerMetrics: metrics } = this;
    const setSleeping = (isSleeping: boolean): void => {
      this.ioThread.isSleeping = isSleeping;
    };
    const logger = loggerOf(SENDER_LOGGER, ioThreadName);
    const senderParts = { world, metadata, accumulator, client, manager, events, metrics, logger, setSleeping };
    this.sender = makeSender(resolved, senderParts);
    this.calls = new ApplicationCalls(world, () => this.ioThread);
    this.sendPath = new SendPath<K, V>({
      world,
      config: resolved,
      metadata: this.metadata,
      accumulator: this.accumulator,
      calls: this.calls,
      interceptors: this.interceptors,
      events: this.events,
      metrics: this.producerMetrics,
      wakeSender: () => this.client.wakeup(),
      failIfClosed: () => this.failIfClosed(),
      manager: this.manager,
    });
    this.transactionalCalls = new TransactionalCalls({
      world,
      calls: this.calls,
      manager: this.manager,
      maxBlockMs: resolved.maxBlockMs,
      metrics: this.producerMetrics,
      logger: this.logger,
      failIfClosed: () => this.failIfClosed(),
      wakeSender: () => this.client.wakeup(),
    });
    this.ioThread = new IoThread({
      world,
      body: () => this.sender.run(),
      onTurnsSkipped: (turns) => this.sender.turnsSkipped(turns),
      hasWork: () =>
        this.accumulator.hasIncomplete ||
        this.calls.waitingCount > 0 ||
        this.accumulator.closed ||
        this.client.hasInFlightRequests(),
      onEnd: () => this.events.emit('closed'),
    });
    this.metricsReport = this.makeMetricsReport();
    const { ioThread, sender } = this;
    this.closing = new Closing({
      world,
      calls: this.calls,
      ioThread,
      sender,
      logger: this.logger,
      release: () => this.release(),
    });
    this.logAppInfo();
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
    return this.afterEarlierSends((resolve, reject) => this.calls.runAlone(this.flushSlowly(resolve, reject)));
  }

  private *flushSlowly(resolve: () => void, reject: (error: Error) => void): BlockingCall {
    const { accumulator, world, producerMetrics } = this;
    const startMs = world.now();
    const results = accumulator.beginFlush();
    this.client.wakeup();
    let wake: Wake = 'signalled';
    for (const result of results) {
      if (wake === 'interrupted') break;
      if (!result.isDone)
        wake = yield { timeoutMs: Number.POSITIVE_INFINITY, subscribe: (signal) => result.onDone(signal) };
    }
    accumulator.endFlush();
    producerMetrics.recordTime('flush', world.now() - startMs);
    if (wake === 'interrupted') reject(new InterruptException('Flush interrupted.'));
    else resolve();
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
    return this.calls.onThread(name, task);
  }

  /** Interrupts every send() that waits, as Thread.interrupt() would: it fails with an InterruptException. */
  interrupt(): void {
    this.calls.interruptAll();
  }

  /**
   * Every metric by Java's name, group, description and tags, with its value now. Averages, maxima and rates look back
   * over metrics.num.samples windows of metrics.sample.window.ms; without a value in them, the first two are NaN.
   */
  metrics(): MetricValues {
    return this.metricsReport.values(this.world.now());
  }

  // --- Transactions ------------------------------------------------------------------------------------------------------------

  /**
   * Gets the producer its id, and fences every producer that used the same transactional.id before. To be called once,
   * before anything else; rejects with a TimeoutException after max.block.ms, and may then be called again.
   */
  initTransactions(): Promise<void> {
    return this.transactionalCalls.initTransactions();
  }

  /**
   * @throws IllegalStateException before initTransactions(), or while a transaction is open
   * @throws ProducerFencedException if another producer has taken over the transactional.id
   */
  beginTransaction(): void {
    this.transactionalCalls.beginTransaction();
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
    return this.transactionalCalls.sendOffsetsToTransaction(offsets, group);
  }

  /** Sends what is buffered and commits. Rejects with the error of a failed send: then only an abort is left. */
  commitTransaction(): Promise<void> {
    return this.transactionalCalls.commitTransaction();
  }

  /** Drops what is buffered and aborts: nothing of the transaction is shown to who reads committed records only. */
  abortTransaction(): Promise<void> {
    return this.transactionalCalls.abortTransaction();
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
    if (!this.ioThread.isCurrent)
      return this.afterEarlierSends((resolve) => this.closing.close(timeoutMs, resolve), timeoutMs);
    this.closing.close(timeoutMs, () => {});
    return Promise.resolve();
  }

  private release(): void {
    this.interceptors.close();
    this.metricsReport.close();
    const metrics = new ClientLogger(this.world, METRICS_LOGGER, '', 'main');
    metrics.info('Metrics scheduler closed');
    metrics.info('Closing reporter org.apache.kafka.common.metrics.JmxReporter');
    metrics.info('Metrics reporters closed');
    this.config.keySerializer.close?.();
    this.config.valueSerializer.close?.();
    this.config.partitioner?.close?.();
    new ClientLogger(this.world, APP_INFO_LOGGER, '', 'main').info(
      `App info kafka.producer for ${this.clientId} unregistered`,
    );
  }

  private failIfClosed(): void {
    if (this.closing.hasBegun)
      throw new IllegalStateException('Cannot perform operation after producer has been closed');
  }

  /** What Java would do after the sends before it returned. */
  private afterEarlierSends(
    start: (resolve: () => void, reject: (error: Error) => void) => void,
    withinMs: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      let isStarted = false;
      const resolved = (): void => {
        resolve();
        this.world.userVisible();
      };
      const rejected = (error: Error): void => {
        reject(error);
        this.world.userVisible();
      };
      const go = (): void => {
        if (isStarted) return;
        isStarted = true;
        start(resolved, rejected);
      };
      this.world.userWaits();
      this.calls.whenIdle(go);
      if (!isStarted && Number.isFinite(withinMs)) this.world.schedule(withinMs, go);
    });
  }

  // --- Putting together ----------------------------------------------------------------------------------------------------------

  private makeMetricsReport(): MetricsReport {
    const { accumulator, client, metadata, producerMetrics, clientId, world } = this;
    const { pool } = accumulator;
    const gauges = {
      bufferTotalBytes: () => pool.totalMemory,
      bufferAvailableBytes: () => pool.availableMemory,
      waitingThreads: () => pool.queued,
      requestsInFlight: () => client.inFlightRequestCount(),
      metadataUpdatedMs: () => metadata.lastSuccessfulUpdate(),
    };
    const appInfo = { version: CLIENT_VERSION, commitId: CLIENT_COMMIT_ID, startTimeMs: world.now() };
    return new MetricsReport(producerMetrics, gauges, clientId, appInfo);
  }

  private logAppInfo(): void {
    const appInfo = new ClientLogger(this.world, APP_INFO_LOGGER, '', 'main');
    appInfo.info(`Kafka version: ${CLIENT_VERSION}`);
    appInfo.info(`Kafka commitId: ${CLIENT_COMMIT_ID}`);
    appInfo.info(`Kafka startTimeMs: ${this.world.now()}`);
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
