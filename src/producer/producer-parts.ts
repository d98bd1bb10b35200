/**
 * Builds the parts of a producer, connects them, and closes what they hold when the producer is closed.
 */

import { backoffJitter } from '../client/backoff/exponential-backoff.ts';
import { type AppInfo, appInfo, logAppInfo } from '../client/host/app-info.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import { ProducerMetadata } from '../client/metadata/producer-metadata.ts';
import { NetworkClient } from '../client/network/network-client.ts';
import { IllegalStateException } from '../protocol/errors/exceptions.ts';
import { RecordAccumulator } from './accumulator/record-accumulator.ts';
import { Closing } from './calls/closing.ts';
import { Flushing } from './calls/flushing.ts';
import { TransactionalCalls } from './calls/transactional-calls.ts';
import type { ProducerConfig } from './config/producer-config.ts';
import { CallbackStops } from './context/callback-stops.ts';
import type { ProducerContext } from './context/producer-context.ts';
import { ProducerLoggers } from './context/producer-loggers.ts';
import type { ProducerEvents } from './events/producer-events.ts';
import { MetricsReport } from './metrics/metrics-report.ts';
import { producerObserver } from './metrics/network-observer.ts';
import { ProducerMetrics } from './metrics/producer-metrics.ts';
import { type ProducerInterceptor, ProducerInterceptors } from './record/interceptors.ts';
import { release } from './releasing.ts';
import { CompletionCallbacks } from './sender/completion-callbacks.ts';
import { makeSender } from './sender/make-sender.ts';
import type { Sender } from './sender/sender.ts';
import { SendPath } from './sending/send-path.ts';
import { ApplicationThreads } from './threads/application-threads.ts';
import { CallingThread, type CurrentThread } from './threads/calling-thread.ts';
import { IoThread } from './threads/io-thread.ts';
import { UnreturnedCalls } from './threads/unreturned-calls.ts';
import { TransactionManager } from './transactions/transaction-manager.ts';

export class ProducerParts<K, V> {
  readonly accumulator: RecordAccumulator;
  readonly ioThread: IoThread;
  readonly threads: ApplicationThreads;
  readonly sendPath: SendPath<K, V>;
  readonly flushing: Flushing;
  readonly transactionalCalls: TransactionalCalls;
  readonly closing: Closing;
  readonly metricsReport: MetricsReport;
  readonly stops: CallbackStops;
  private readonly context: ProducerContext;
  private readonly interceptors: ProducerInterceptors<K, V>;
  private readonly metadata: ProducerMetadata;
  /** `null` without idempotence. */
  private readonly manager: TransactionManager | null;
  private readonly client: NetworkClient;
  private readonly sender: Sender;
  /** The I/O thread as the caller of what its callbacks call. */
  private readonly ioCalls = new CallingThread({ rank: Number.POSITIVE_INFINITY, isIoThread: true });

  /** @param current the thread that runs user code, for all producers of the program */
  constructor(config: ProducerConfig, clientHost: ClientHost, events: ProducerEvents, current: CurrentThread) {
    const startMs = clientHost.now();
    const metrics = new ProducerMetrics(config.metricsWindows, () => clientHost.now() - startMs);
    const loggers = new ProducerLoggers(clientHost, config);
    const stops = new CallbackStops(this.ioCalls, clientHost, events);
    this.ioCalls.onWait = (call, what) => stops.callWaits(call, what);
    const context = { clientHost, config, metrics, events, loggers, stops };
    this.stops = stops;
    this.context = context;
    this.interceptors = new ProducerInterceptors<K, V>(
      config.interceptors as readonly ProducerInterceptor<K, V>[],
      context.loggers.producerInterceptors,
      clientHost,
    );
    this.metadata = this.makeMetadata();
    this.manager = config.enableIdempotence
      ? new TransactionManager(
          context,
          () => this.ioThread.isCurrent,
          () => this.client.versions.finalizedFeatures,
        )
      : null;
    this.accumulator = new RecordAccumulator(context, {
      runCallbacks: new CompletionCallbacks(context, this.interceptors).run,
      sequences: this.manager?.idempotence ?? null,
    });
    this.client = this.makeClient();
    const { metadata, manager, accumulator, client, interceptors } = this;
    this.sender = makeSender(context, { metadata, accumulator, client, manager });
    this.threads = new ApplicationThreads(clientHost, () => this.ioThread, current);
    this.ioThread = this.makeIoThread();
    const { threads, ioThread, sender } = this;
    const unreturned = new UnreturnedCalls(threads, config.clientId);
    const wakeSender = (): void => client.wakeup();
    const failIfClosed = (): void => this.failIfClosed();
    this.sendPath = new SendPath<K, V>(context, {
      metadata,
      accumulator,
      threads,
      interceptors,
      manager,
      unreturned,
      wakeSender,
      failIfClosed,
    });
    this.flushing = new Flushing(context, { threads, accumulator, wakeSender, isIoThread: () => ioThread.isCurrent });
    const callParts = { threads, manager, unreturned, wakeSender, failIfClosed };
    this.transactionalCalls = new TransactionalCalls(context, callParts);
    this.closing = new Closing(context, { threads, ioThread, sender, release: () => this.release() });
    const info = appInfo(config.version, clientHost);
    this.metricsReport = this.makeMetricsReport(info);
    logAppInfo(info, clientHost);
  }

  private makeMetadata(): ProducerMetadata {
    const { config, loggers } = this.context;
    const metadata = new ProducerMetadata({
      refreshBackoffMs: config.retryBackoffMs,
      refreshBackoffMaxMs: config.retryBackoffMaxMs,
      backoffJitter: backoffJitter(this.context.clientHost),
      metadataExpireMs: config.metadataMaxAgeMs,
      metadataIdleMs: config.metadataMaxIdleMs,
      log: loggers.network,
      policies: config.version.policies,
    });
    metadata.bootstrap(config.bootstrapServers);
    return metadata;
  }

  private makeClient(): NetworkClient {
    const { clientHost, config, events, metrics, loggers, stops } = this.context;
    return new NetworkClient({
      clientHost,
      config,
      metadata: this.metadata,
      log: loggers.network,
      maxInFlightRequestsPerConnection: config.maxInFlightRequestsPerConnection,
      pushesMetrics: config.enableMetricsPush,
      onActivity: () => this.ioThread.wake(),
      mayRunCallback: () => !stops.isStopped,
      observer: producerObserver(events, metrics),
    });
  }

  private makeIoThread(): IoThread {
    const { sender, accumulator, client, threads, ioCalls } = this;
    const { clientHost, events } = this.context;
    return new IoThread({
      clientHost,
      body: () => sender,
      onTurnsSkipped: (turns) => sender.turnsSkipped(turns),
      hasWork: () =>
        accumulator.hasIncomplete || threads.pendingCalls > 0 || accumulator.closed || client.hasInFlightRequests(),
      onEnd: () => events.emit('closed'),
      calls: ioCalls,
      current: threads.current,
    });
  }

  private makeMetricsReport(info: AppInfo): MetricsReport {
    const { accumulator, client, metadata } = this;
    const { metrics, config, clientHost } = this.context;
    const { pool } = accumulator;
    const gauges = {
      bufferTotalBytes: () => pool.totalMemory,
      bufferAvailableBytes: () => pool.availableMemory,
      waitingThreads: () => pool.queued,
      requestsInFlight: () => client.inFlightRequestCount(),
      metadataAgeMs: () => clientHost.now() - metadata.lastSuccessfulUpdate(),
    };
    return new MetricsReport(metrics, gauges, config, info);
  }

  private failIfClosed(): void {
    if (this.closing.hasBegun)
      throw new IllegalStateException('Cannot perform operation after producer has been closed');
  }

  private release(): Error | null {
    const { config, clientHost, loggers } = this.context;
    this.interceptors.close();
    this.metricsReport.close();
    return release(config, config.clientId, loggers, clientHost);
  }
}
