/**
 * What the configurations of the admin client and of the consumer share, resolved.
 *
 * Owns: typed values, and the refusals and log lines of Java's constructors.
 * Refuses to know: what the values are used for.
 */
import { KafkaException } from '../../protocol/exceptions.ts';
import { type Address, parseBootstrapServers } from './bootstrap-addresses.ts';
import { type ConfigDef, type Properties, parseConfig } from './config-def.ts';
import type { ConfigLog } from './config-log.ts';
import { disableExponentialReconnect, refuseSecurity } from './shared-rules.ts';

export interface ConnectionConfig {
  readonly bootstrapServers: readonly Address[];
  readonly clientId: string;
  readonly requestTimeoutMs: number;
  readonly defaultApiTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly connectionsMaxIdleMs: number;
  readonly socketConnectionSetupTimeoutMs: number;
  readonly socketConnectionSetupTimeoutMaxMs: number;
  /** Every key, parsed. */
  readonly values: Properties;
}

export interface ClientConfigOptions {
  /** The N of a default client.id; asked only if one is needed. */
  readonly nextClientNumber: () => number;
  readonly log: ConfigLog;
  readonly resolves?: (host: string) => boolean;
}

/** Parses by the definition, and applies the rule that binds the two reconnect settings. */
export function parseClientConfig(def: ConfigDef, originals: Properties): Map<string, unknown> {
  const values = parseConfig(def, originals);
  disableExponentialReconnect(originals, values);
  return values;
}

/** Runs a constructor; wraps what it throws in a KafkaException with this message, as Java does. */
export function wrapping<T>(message: string, construct: () => T): T {
  try {
    return construct();
  } catch (cause) {
    throw new KafkaException(message, { cause });
  }
}

/** The settings that every client has, resolved. */
export function connectionConfig(values: Properties, options: ClientConfigOptions): ConnectionConfig {
  const number = (name: string): number => values.get(name) as number;
  const servers = values.get('bootstrap.servers') as readonly unknown[];
  const bootstrapServers = parseBootstrapServers(servers, options.log, options.resolves);
  refuseSecurity(values);
  return {
    bootstrapServers,
    clientId: values.get('client.id') as string,
    requestTimeoutMs: number('request.timeout.ms'),
    defaultApiTimeoutMs: number('default.api.timeout.ms'),
    retryBackoffMs: number('retry.backoff.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    connectionsMaxIdleMs: number('connections.max.idle.ms'),
    socketConnectionSetupTimeoutMs: number('socket.connection.setup.timeout.ms'),
    socketConnectionSetupTimeoutMaxMs: number('socket.connection.setup.timeout.max.ms'),
    values,
  };
}
