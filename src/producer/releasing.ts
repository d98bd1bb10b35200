/**
 * Closes the serializers and the partitioner that a user handed to a producer, and logs the end of what the producer has registered
 * (the end of KafkaProducer.close).
 */
import { logUnregistered } from '../client/host/app-info.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import { thrownError } from '../client/host/thrown-error.ts';
import { type Serializer, typeName } from '../client/serialization/serializer.ts';
import type { ProducerLoggers } from './context/producer-loggers.ts';
import type { Partitioner } from './partitioner/partitioner.ts';

/** What a producer has to close; `null`: it has none. */
export interface Releasable {
  readonly clientId: string;
  readonly keySerializer: Serializer | null;
  readonly valueSerializer: Serializer | null;
  readonly partitioner: Partitioner | null;
}

/** What is closed, in Java's order, with Java's name for it. */
const CLOSED = ['keySerializer', 'valueSerializer', 'partitioner'] as const;

/** Closes everything, whatever fails. @returns the first failure; `null`: all went well */
export function release(
  releasable: Releasable,
  loggers: Pick<ProducerLoggers, 'metrics' | 'plugins'>,
  clientHost: ClientHost,
): Error | null {
  let first: Error | null = null;
  loggers.metrics.info('Metrics scheduler closed');
  loggers.metrics.info('Closing reporter org.apache.kafka.common.metrics.JmxReporter');
  loggers.metrics.info('Metrics reporters closed');
  for (const name of CLOSED) {
    const plugin = releasable[name];
    try {
      plugin?.close?.();
    } catch (thrown) {
      const error = thrownError(thrown);
      loggers.plugins.error(`Failed to close producer ${name} with type ${typeName(plugin)}`, error);
      // The caller of close() gets the first failure only.
      if (first !== null) clientHost.userCodeThrew(thrown, `close() of the ${name} ${typeName(plugin)}`);
      first ??= error;
    }
  }
  logUnregistered(releasable.clientId, clientHost);
  return first;
}
