/**
 * Puts a producer together.
 *
 * Owns: which part gets which setting, which parts know each other, and what is let go when the producer is closed.
 * Refuses to know: what any of them does.
 */

import { type AppInfo, appInfo, logAppInfo, logUnregistered } from '../client/host/app-info.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import { ClientLogger } from '../client/host/logging.ts';
import { ProducerMetadata } from '../client/metadata/producer-metadata.ts';
import { connectionJitter } from '../client/network/exponential-backoff.ts';
import { NetworkClient } from '../client/network/network-client.ts';
import { IllegalStateException } from '../protocol/exceptions.ts';
import { RecordAccumulator } from './accumulator/record-accumulator.ts';
import { Closing } from './calls/closing.ts';
import { FLUSH_WAITS } from './calls/flush-wait.ts';
import { Flushing } from './calls/flushing.ts';
import { TransactionalCalls } from './calls/transactional-calls.ts';
import type { ProducerConfig } from './config/producer-config.ts';
import type { ProducerEvents } from './events/producer-events.ts';
import { MetricsReport } from './metrics/metrics-report.ts';
import { producerObserver } from './metrics/network-observer.ts';
import { ProducerMetrics } from './metrics/producer-metrics.ts';
import { type ProducerInterceptor, ProducerInterceptors } from './record/interceptors.ts';
import { runCallbacks } from './sender/completion-callbacks.ts';
import { makeSender } from './sender/make-sender.ts';
import type { Sender } from './sender/sender.ts';
import { SendPath } from './sending/send-path.ts';
import { ApplicationCalls } from './threads/application-threads.ts';
import { IoThread } from './threads/io-thread.ts';
import { TransactionManager } from './transactions/transaction-manager.ts';

/** Java's names, for log lines. */
const INTERNALS = 'org.apache.kafka.clients.producer.internals';
const PRODUCER_LOGGER = 'org.apache.kafka.clients.producer.KafkaProducer';
const METRICS_LOGGER = 'org.apache.kafka.common.metrics.Metrics';

const RANDOM_BOUND = 2 ** 31;

/** What the partitioner draws from. */
export function partitionDraws(clientHost: ClientHost): () => number {
  return () => clientHost.nextInt(RANDOM_BOUND, 'partition');
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
  private readonly clientHost: ClientHost;
  private readonly events: ProducerEvents;
  private readonly ioThreadName: string;

  constructor(config: ProducerConfig, clientHost: ClientHost, events: ProducerEvents) {
    this.config = config;
    this.clientHost = clientHost;
    this.events = events;
    this.ioThreadName = `kafka-producer-network-thread | ${config.clientId}`;
    this.interceptors = new ProducerInterceptors<K, V>(
      config.interceptors as readonly ProducerInterceptor<K, V>[],
      this.plainLogger('ProducerInterceptors'),
    );
    const startMs = clientHost.now();
    this.metrics = new ProducerMetrics(config.metricsWindows, () => clientHost.now() - startMs);
    this.metadata = this.makeMetadata();
    this.manager = config.enableIdempotence ? this.makeManager() : null;
    this.accumulator = this.makeAccumulator();
    this.client = this.makeClient();
    this.sender = this.makeSender();
    this.calls = new ApplicationCalls(clientHost, () => this.ioThread);
    this.ioThread = this.makeIoThread();
    const { metadata, manager, accumulator, calls, interceptors, metrics, sender, ioThread } = this;
    const logger = this.loggerOf(PRODUCER_LOGGER, 'main');
    const wakeSender = (): void => this.client.wakeup();
    const failIfClosed = (): void => this.failIfClosed();
    this.sendPath = new SendPath<K, V>({
      clientHost,
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
    this.flushing = new Flushing({
      clientHost,
      calls,
      accumulator,
      wait: FLUSH_WAITS[config.version.policies.flushAwaits],
      metrics,
      wakeSender,
    });
    const { maxBlockMs } = config;
    this.transactionalCalls = new TransactionalCalls({
      clientHost,
      calls,
      manager,
      maxBlockMs,
      texts: config.version.texts,
      metrics,
      logger,
      failIfClosed,
      wakeSender,
    });
    const info = appInfo(config.version, clientHost);
    this.metricsReport = this.makeMetricsReport(info);
    this.closing = new Closing({ clientHost, calls, ioThread, sender, logger, release: () => this.release() });
    logAppInfo(info, clientHost);
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
      version: this.config.version,
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
    const { config, clientHost, events, interceptors, manager } = this;
    return new RecordAccumulator({
      version: config.version,
      batchSize: config.batchSize,
      bufferMemory: config.bufferMemory,
      compression: config.compressionType,
      deliveryTimeoutMs: config.deliveryTimeoutMs,
      nextRandom: partitionDraws(clientHost),
      surroundings: clientHost,
      runCallbacks: runCallbacks({ events, interceptors, logger: this.plainLogger('ProducerBatch'), clientHost }),
      sequences: manager?.idempotence ?? null,
    });
  }

  private makeClient(): NetworkClient {
    const { config, clientHost, metadata, events, metrics } = this;
    return new NetworkClient({
      clientHost,
      version: config.version,
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
      jitter: connectionJitter((bound) => clientHost.nextInt(bound, 'connection jitter')),
      onActivity: () => this.ioThread.wake(),
      observer: producerObserver(events, metrics),
    });
  }

  private makeSender(): Sender {
    const { config, clientHost, metadata, accumulator, client, manager, events, metrics } = this;
    const logger = this.ioLoggerOf(`${INTERNALS}.Sender`);
    const setSleeping = (isSleeping: boolean): void => {
      this.ioThread.isSleeping = isSleeping;
    };
    return makeSender(config, {
      clientHost,
      metadata,
      accumulator,
      client,
      manager,
      events,
      metrics,
      logger,
      setSleeping,
    });
  }

  private makeIoThread(): IoThread {
    const { clientHost, sender, accumulator, client, calls, events } = this;
    return new IoThread({
      clientHost,
      body: () => sender,
      onTurnsSkipped: (turns) => sender.turnsSkipped(turns),
      hasWork: () =>
        accumulator.hasIncomplete || calls.waitingCount > 0 || accumulator.closed || client.hasInFlightRequests(),
      onEnd: () => events.emit('closed'),
    });
  }

  private makeMetricsReport(info: AppInfo): MetricsReport {
    const { accumulator, client, metadata, metrics, config, clientHost } = this;
    const { pool } = accumulator;
    const gauges = {
      bufferTotalBytes: () => pool.totalMemory,
      bufferAvailableBytes: () => pool.availableMemory,
      waitingThreads: () => pool.queued,
      requestsInFlight: () => client.inFlightRequestCount(),
      metadataAgeMs: () => clientHost.now() - metadata.lastSuccessfulUpdate(),
    };
    return new MetricsReport(metrics, gauges, config.clientId, info);
  }

  // --- Loggers ---------------------------------------------------------------------------------------------------------------

  private loggerOf(loggerClass: string, thread: string | (() => string)): ClientLogger {
    return new ClientLogger(this.clientHost, loggerClass, this.config.logPrefix, thread);
  }

  private ioLoggerOf(loggerClass: string): ClientLogger {
    return this.loggerOf(loggerClass, this.ioThreadName);
  }

  /** Some of Java's classes log without the client's prefix. */
  private plainLogger(internalClass: string): ClientLogger {
    return new ClientLogger(this.clientHost, `${INTERNALS}.${internalClass}`, '', this.ioThreadName);
  }

  // --- The end ---------------------------------------------------------------------------------------------------------------

  private failIfClosed(): void {
    if (this.closing.hasBegun)
      throw new IllegalStateException('Cannot perform operation after producer has been closed');
  }

  private release(): void {
    const { config, clientHost } = this;
    this.interceptors.close();
    this.metricsReport.close();
    const metrics = new ClientLogger(clientHost, METRICS_LOGGER, '', 'main');
    metrics.info('Metrics scheduler closed');
    metrics.info('Closing reporter org.apache.kafka.common.metrics.JmxReporter');
    metrics.info('Metrics reporters closed');
    config.keySerializer.close?.();
    config.valueSerializer.close?.();
    config.partitioner?.close?.();
    logUnregistered(config.clientId, clientHost);
  }
}
