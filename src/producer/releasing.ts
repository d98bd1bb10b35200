/**
 * Closes the plug-ins that a user handed to a producer, and logs the end of what the producer has registered (the end of
 * KafkaProducer.close), also for a producer whose constructor fails.
 */
import { logUnregistered } from '../client/host/app-info.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import { thrownError } from '../client/host/thrown-error.ts';
import { typeName } from '../client/serialization/serializer.ts';
import type { ProducerConfig } from './config/producer-config.ts';
import type { ClosablePlugin, CreatedPlugins } from './config/producer-plugins.ts';
import { ProducerLoggers } from './context/producer-loggers.ts';
import { ProducerInterceptors } from './record/interceptors.ts';

type Releasable = Pick<CreatedPlugins, 'keySerializer' | 'valueSerializer' | 'partitioner'>;
type Loggers = Pick<ProducerLoggers, 'metrics' | 'plugins'>;

/** What is closed after the interceptors, in Java's order, with Java's name for it. */
const CLOSED = ['keySerializer', 'valueSerializer', 'partitioner'] as const;

interface CloseFailure {
  readonly error: Error;
  /** What threw, as a phrase: `close() of the partitioner LastPartition`. */
  readonly place: string;
}

/**
 * Closes everything but the interceptors, whatever fails.
 *
 * @returns the first failure, which the caller of close() gets; `null`: there is none
 */
export function release(plugins: Releasable, clientId: string, loggers: Loggers, clientHost: ClientHost): Error | null {
  const [first, ...more] = closeAll(plugins, clientId, loggers, clientHost);
  noteAll(more, clientHost);
  return first?.error ?? null;
}

/** Closes what a constructor has created before it failed. The constructor throws why it failed, and no failure of a close(). */
export function releaseFailed(
  plugins: CreatedPlugins,
  named: Pick<ProducerConfig, 'clientId' | 'logPrefix'>,
  clientHost: ClientHost,
): void {
  const loggers = new ProducerLoggers(clientHost, named);
  for (const { plugin, call } of plugins.discarded) {
    const what = `AutoCloseable object constructed and configured during failed call to ${call}`;
    const log = (message: string, error: Error): void => loggers.plugins.warn(message, error);
    noteAll(failuresOf(plugin, what, 'plug-in', log), clientHost);
  }
  loggers.kafkaProducer.info('Closing the Kafka producer with timeoutMillis = 0 ms.');
  new ProducerInterceptors(plugins.interceptors, loggers.producerInterceptors, clientHost).close();
  noteAll(closeAll(plugins, named.clientId, loggers, clientHost), clientHost);
}

function closeAll(
  plugins: Releasable,
  clientId: string,
  loggers: Loggers,
  clientHost: ClientHost,
): readonly CloseFailure[] {
  loggers.metrics.info('Metrics scheduler closed');
  loggers.metrics.info('Closing reporter org.apache.kafka.common.metrics.JmxReporter');
  loggers.metrics.info('Metrics reporters closed');
  const log = (message: string, error: Error): void => loggers.plugins.error(message, error);
  const failures = CLOSED.flatMap((name) => failuresOf(plugins[name], `producer ${name}`, name, log));
  logUnregistered(clientId, clientHost);
  return failures;
}

/** Closes a plug-in. @returns its failure, or nothing */
function failuresOf(
  plugin: ClosablePlugin | null,
  what: string,
  kind: string,
  log: (message: string, error: Error) => void,
): readonly CloseFailure[] {
  try {
    plugin?.close?.();
    return [];
  } catch (thrown) {
    const error = thrownError(thrown);
    log(`Failed to close ${what} with type ${typeName(plugin)}`, error);
    return [{ error, place: `close() of the ${kind} ${typeName(plugin)}` }];
  }
}

function noteAll(failures: readonly CloseFailure[], clientHost: ClientHost): void {
  for (const { error, place } of failures) clientHost.userCodeThrew(error, place);
}
