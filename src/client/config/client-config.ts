/**
 * What the configurations of the admin client and the consumer have in common, resolved.
 */
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import { CLIENT_CLASSES } from '../java/java-classes.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { ConfigKeys } from '../versions/config-key.ts';
import type { AdminKeys } from '../versions/v3_6_1-admin-and-consumer-keys.ts';
import { type Address, parseBootstrapServers } from './bootstrap-addresses.ts';
import type { ConfigLog } from './config-log.ts';
import { type Properties, parseConfig } from './parse-config.ts';
import { type ResolvedFields, resolveFields } from './resolved-fields.ts';
import { disableExponentialReconnect, refuseSecurity } from './shared-rules.ts';

const CONNECTION_FIELDS = {
  clientId: 'client.id',
  requestTimeoutMs: 'request.timeout.ms',
  defaultApiTimeoutMs: 'default.api.timeout.ms',
  retryBackoffMs: 'retry.backoff.ms',
  reconnectBackoffMs: 'reconnect.backoff.ms',
  reconnectBackoffMaxMs: 'reconnect.backoff.max.ms',
  metadataMaxAgeMs: 'metadata.max.age.ms',
  connectionsMaxIdleMs: 'connections.max.idle.ms',
  socketConnectionSetupTimeoutMs: 'socket.connection.setup.timeout.ms',
  socketConnectionSetupTimeoutMaxMs: 'socket.connection.setup.timeout.max.ms',
} as const;

export interface ConnectionConfig extends ResolvedFields<AdminKeys, typeof CONNECTION_FIELDS> {
  readonly version: ClientVersion;
  readonly bootstrapServers: readonly Address[];
  /** Every key, parsed. */
  readonly values: Properties;
}

export interface ClientConfigOptions {
  readonly version: ClientVersion;
  /** The N of a default client.id; called only if one is needed. */
  readonly nextClientNumber: () => number;
  readonly log: ConfigLog;
  /** Whether a host of bootstrap.servers has an address. Default: unless its name ends in `.invalid`. */
  readonly resolves?: (host: string) => boolean;
}

/**
 * Parses a configuration and applies the rule between the two reconnect settings.
 *
 * @throws ConfigException for a value that is not allowed
 */
export function parseClientConfig(keys: ConfigKeys, originals: Properties): Map<string, unknown> {
  const values = parseConfig(keys, originals, CLIENT_CLASSES);
  disableExponentialReconnect(originals, values);
  return values;
}

/** Runs a constructor, and wraps what it throws in a KafkaException with this message, as Java does. */
export function wrapping<T>(message: string, construct: () => T): T {
  try {
    return construct();
  } catch (cause) {
    throw new KafkaException(message, { cause });
  }
}

/**
 * The settings that both kinds of client have.
 *
 * @throws ConfigException for bootstrap.servers or security.protocol
 */
export function connectionConfig(
  values: Properties,
  { version, log, resolves }: ClientConfigOptions,
): ConnectionConfig {
  const servers = values.get('bootstrap.servers') as readonly unknown[];
  const bootstrapServers = parseBootstrapServers(servers, log, resolves);
  refuseSecurity(values);
  return {
    version,
    bootstrapServers,
    ...resolveFields<AdminKeys, typeof CONNECTION_FIELDS>(values, CONNECTION_FIELDS),
    values,
  };
}
