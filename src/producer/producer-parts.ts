/**
 * Puts a producer together.
 *
 * Owns: which part gets which setting, which parts know each other, and what is let go when the producer is closed.
 * Refuses to know: what any of them does.
 */
import { IllegalStateException } from '../protocol/exceptions.ts';
import { RecordAccumulator } from './accumulator/record-accumulator.ts';
import { type AppInfo, appInfo, logAppInfo, logUnregistered } from './app-info.ts';
import { ApplicationCalls } from './application-calls.ts';
import { Closing } from './closing.ts';
import { runCallbacks } from './completion-callbacks.ts';
import type { ProducerConfig } from './config/producer-config.ts';
import type { ProducerEvents } from './events.ts';
import { Flushing } from './flushing.ts';
import { type ProducerInterceptor, ProducerInterceptors } from './interceptors.ts';
import { ClientLogger } from './logging.ts';
import { ProducerMetadata } from './metadata/producer-metadata.ts';
import { MetricsReport } from './metrics/metrics-report.ts';
import { ProducerMetrics } from './metrics/producer-metrics.ts';
import { connectionJitter } from './network/exponential-backoff.ts';
import { NetworkClient } from './network/network-client.ts';
import { producerObserver } from './network/network-observer.ts';
import { IoThread } from './sender/io-thread.ts';
import { makeSender } from './sender/make-sender.ts';
import type { Sender } from './sender/sender.ts';
import { SendPath } from './sending/send-path.ts';
import { TransactionManager } from './transactions/transaction-manager.ts';
import { TransactionalCalls } from './transactions/transactional-calls.ts';
import type { World } from './world.ts';

/** Java's names, for log lines. */
const INTERNALS = 'org.apache.kafka.clients.producer.internals';
const PRODUCER_LOGGER = 'org.apache.kafka.clients.producer.KafkaProducer';
const METRICS_LOGGER = 'org.apache.kafka.common.metrics.Metrics';

const RANDOM_BOUND = 2 ** 31;

/** What the partitioner draws from. */
export function partitionDraws(world: World): () => number {
  return () => world.nextInt(RANDOM_BOUND, 'partition');
}

export class ProducerParts<K, V> {
  readonly interceptors: ProducerInterceptors<K, V>;
  readonly metrics: ProducerMetrics;
  readonly metadata: ProducerMetadata;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
  readonly accumulator: RecordAccumulator;
  readonly client: NetworkClient;
  readonly sender: Sender;
  readonly ioThread: IoThread;
  readonly calls: ApplicationCalls;
  readonly sendPath: SendPath<K, V>;
  readonly flushing: Flushing;
  readonly transactionalCalls: TransactionalCalls;
  readonly closing: Closing;
  readonly metricsReport: MetricsReport;
  private readonly config: ProducerConfig;
  private readonly world: World;
  private readonly events: ProducerEvents;
  private readonly ioThreadName: string;

  constructor(config: ProducerConfig, world: World, events: ProducerEvents) {
    this.config = config;
    this.world = world;
    this.events = events;
    this.ioThreadName = `kafka-producer-network-thread | ${config.clientId}`;
    this.interceptors = new ProducerInterceptors<K, V>(
      config.interceptors as readonly ProducerInterceptor<K, V>[],
      this.plainLogger('ProducerInterceptors'),
    );
    const startMs = world.now();
    this.metrics = new ProducerMetrics(config.metricsWindows, () => world.now() - startMs);
    this.metadata = this.makeMetadata();
    this.manager = config.enableIdempotence ? this.makeManager() : null;
    this.accumulator = this.makeAccumulator();
    this.client = this.makeClient();
    this.sender = this.makeSender();
    this.calls = new ApplicationCalls(world, () => this.ioThread);
    this.ioThread = this.makeIoThread();
    const { metadata, manager, accumulator, calls, interceptors, metrics, sender, ioThread } = this;
    const logger = this.loggerOf(PRODUCER_LOGGER, 'main');
    const wakeSender = (): void => this.client.wakeup();
    const failIfClosed = (): void => this.failIfClosed();
    this.sendPath = new SendPath<K, V>({
      world,
      config,
      metadata,
      accumulator,
      calls,
      interceptors,
      events,
      metrics,
      wakeSender,
      failIfClosed,
      manager,
    });
    this.flushing = new Flushing({ world, calls, accumulator, metrics, wakeSender });
    const { maxBlockMs } = config;
    this.transactionalCalls = new TransactionalCalls({
      world,
      calls,
      manager,
      maxBlockMs,
      metrics,
      logger,
      failIfClosed,
      wakeSender,
    });
    const info = appInfo(world);
    this.metricsReport = this.makeMetricsReport(info);
    this.closing = new Closing({ world, calls, ioThread, sender, logger, release: () => this.release() });
    logAppInfo(info, world);
  }

  // --- The parts -------------------------------------------------------------------------------------------------------------

  private makeMetadata(): ProducerMetadata {
    const { retryBackoffMs, metadataMaxAgeMs, metadataMaxIdleMs, bootstrapServers } = this.config;
    const metadata = new ProducerMetadata({
      refreshBackoffMs: retryBackoffMs,
      metadataExpireMs: metadataMaxAgeMs,
      metadataIdleMs: metadataMaxIdleMs,
      log: (level, loggerClass, message, error) => this.ioLoggerOf(loggerClass).write(level, message, error),
    });
    metadata.bootstrap(bootstrapServers);
    return metadata;
  }

  private makeManager(): TransactionManager {
    const { transactionalId, transactionTimeoutMs, retryBackoffMs } = this.config;
    const isIoThread = (): boolean => this.ioThread.isCurrent;
    const threadName = (): string => (isIoThread() ? this.ioThreadName : 'main');
    return new TransactionManager({
      transactionalId,
      transactionTimeoutMs,
      retryBackoffMs,
      logger: this.loggerOf(`${INTERNALS}.TransactionManager`, threadName),
      batchLogger: this.plainLogger('ProducerBatch'),
      isIoThread,
      onTransition: (source, target) => this.events.emit('stateChanged', source, target),
    });
  }

  private makeAccumulator(): RecordAccumulator {
    const { config, world, events, interceptors, manager } = this;
    return new RecordAccumulator({
      batchSize: config.batchSize,
      bufferMemory: config.bufferMemory,
      compression: config.compressionType,
      deliveryTimeoutMs: config.deliveryTimeoutMs,
      nextRandom: partitionDraws(world),
      surroundings: world,
      runCallbacks: runCallbacks({ events, interceptors, logger: this.plainLogger('ProducerBatch'), world }),
      sequences: manager?.idempotence ?? null,
    });
  }

  private makeClient(): NetworkClient {
    const { config, world, metadata, events, metrics } = this;
    return new NetworkClient({
      world,
      metadata,
      clientId: config.clientId,
      log: (level, loggerClass, message, error) => this.ioLoggerOf(loggerClass).write(level, message, error),
      maxInFlightRequestsPerConnection: config.maxInFlightRequestsPerConnection,
      reconnectBackoffMs: config.reconnectBackoffMs,
      reconnectBackoffMaxMs: config.reconnectBackoffMaxMs,
      requestTimeoutMs: config.requestTimeoutMs,
      connectionSetupTimeoutMs: config.socketConnectionSetupTimeoutMs,
      connectionSetupTimeoutMaxMs: config.socketConnectionSetupTimeoutMaxMs,
      connectionsMaxIdleMs: config.connectionsMaxIdleMs,
      discoverBrokerVersions: true,
      jitter: connectionJitter((bound) => world.nextInt(bound, 'connection jitter')),
      onActivity: () => this.ioThread.wake(),
      observer: producerObserver(events, metrics),
    });
  }

  private makeSender(): Sender {
    const { config, world, metadata, accumulator, client, manager, events, metrics } = this;
    const logger = this.ioLoggerOf(`${INTERNALS}.Sender`);
    const setSleeping = (isSleeping: boolean): void => {
      this.ioThread.isSleeping = isSleeping;
    };
    return makeSender(config, { world, metadata, accumulator, client, manager, events, metrics, logger, setSleeping });
  }

  private makeIoThread(): IoThread {
    const { world, sender, accumulator, client, calls, events } = this;
    return new IoThread({
      world,
      body: () => sender,
      onTurnsSkipped: (turns) => sender.turnsSkipped(turns),
      hasWork: () =>
        accumulator.hasIncomplete || calls.waitingCount > 0 || accumulator.closed || client.hasInFlightRequests(),
      onEnd: () => events.emit('closed'),
    });
  }

  private makeMetricsReport(info: AppInfo): MetricsReport {
    const { accumulator, client, metadata, metrics, config, world } = this;
    const { pool } = accumulator;
    const gauges = {
      bufferTotalBytes: () => pool.totalMemory,
      bufferAvailableBytes: () => pool.availableMemory,
      waitingThreads: () => pool.queued,
      requestsInFlight: () => client.inFlightRequestCount(),
      metadataAgeMs: () => world.now() - metadata.lastSuccessfulUpdate(),
    };
    return new MetricsReport(metrics, gauges, config.clientId, info);
  }

  // --- Loggers ---------------------------------------------------------------------------------------------------------------

  private loggerOf(loggerClass: string, thread: string | (() => string)): ClientLogger {
    return new ClientLogger(this.world, loggerClass, this.config.logPrefix, thread);
  }

  private ioLoggerOf(loggerClass: string): ClientLogger {
    return this.loggerOf(loggerClass, this.ioThreadName);
  }

  /** Some of Java's classes log without the client's prefix. */
  private plainLogger(internalClass: string): ClientLogger {
    return new ClientLogger(this.world, `${INTERNALS}.${internalClass}`, '', this.ioThreadName);
  }

  // --- The end ---------------------------------------------------------------------------------------------------------------

  private failIfClosed(): void {
    if (this.closing.hasBegun)
      throw new IllegalStateException('Cannot perform operation after producer has been closed');
  }

  private release(): void {
    const { config, world } = this;
    this.interceptors.close();
    this.metricsReport.close();
    const metrics = new ClientLogger(world, METRICS_LOGGER, '', 'main');
    metrics.info('Metrics scheduler closed');
    metrics.info('Closing reporter org.apache.kafka.common.metrics.JmxReporter');
    metrics.info('Metrics reporters closed');
    config.keySerializer.close?.();
    config.valueSerializer.close?.();
    config.partitioner?.close?.();
    logUnregistered(config.clientId, world);
  }
}
