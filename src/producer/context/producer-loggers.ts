/**
 * The producer's loggers, one for each Java class whose log lines it writes.
 */
import type { ClientHost } from '../../client/host/client-host.ts';
import { ClientLogger, type Log } from '../../client/host/logging.ts';
import type { ProducerConfig } from '../config/producer-config.ts';

const INTERNALS = 'org.apache.kafka.clients.producer.internals';
const MAIN_THREAD = 'main';

export class ProducerLoggers {
  readonly kafkaProducer: ClientLogger;
  readonly sender: ClientLogger;
  readonly producerBatch: ClientLogger;
  readonly producerInterceptors: ClientLogger;
  readonly metrics: ClientLogger;
  /** For what plug-ins throw when they are closed (Java's class Utils). */
  readonly plugins: ClientLogger;
  /** For the classes of the network client, which name themselves; on the I/O thread. */
  readonly network: Log;
  private readonly clientHost: Pick<ClientHost, 'now' | 'log'>;
  private readonly prefix: string;
  private readonly ioThreadName: string;

  constructor(clientHost: Pick<ClientHost, 'now' | 'log'>, config: Pick<ProducerConfig, 'clientId' | 'logPrefix'>) {
    this.clientHost = clientHost;
    this.prefix = config.logPrefix;
    this.ioThreadName = `kafka-producer-network-thread | ${config.clientId}`;
    this.kafkaProducer = this.prefixed('org.apache.kafka.clients.producer.KafkaProducer', MAIN_THREAD);
    this.sender = this.prefixed(`${INTERNALS}.Sender`, this.ioThreadName);
    // These classes of Java's log without the client's prefix.
    this.producerBatch = this.plain(`${INTERNALS}.ProducerBatch`, this.ioThreadName);
    this.producerInterceptors = this.plain(`${INTERNALS}.ProducerInterceptors`, this.ioThreadName);
    this.metrics = this.plain('org.apache.kafka.common.metrics.Metrics', MAIN_THREAD);
    this.plugins = this.plain('org.apache.kafka.common.utils.Utils', MAIN_THREAD);
    this.network = (level, loggerClass, message, error) =>
      this.prefixed(loggerClass, this.ioThreadName).write(level, message, error);
  }

  /** The transaction manager logs from both threads: `isIoThread` says which one runs. */
  transactionManager(isIoThread: () => boolean): ClientLogger {
    const thread = (): string => (isIoThread() ? this.ioThreadName : MAIN_THREAD);
    return this.prefixed(`${INTERNALS}.TransactionManager`, thread);
  }

  private prefixed(loggerClass: string, thread: string | (() => string)): ClientLogger {
    return new ClientLogger(this.clientHost, loggerClass, this.prefix, thread);
  }

  private plain(loggerClass: string, thread: string): ClientLogger {
    return new ClientLogger(this.clientHost, loggerClass, '', thread);
  }
}
