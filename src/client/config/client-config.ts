/**
 * What the configurations of the admin client and the consumer have in common, resolved.
 */

import { KafkaException } from '../../protocol/errors/exceptions.ts';
import { CLIENT_CLASSES } from '../java/java-classes.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { ConfigKeys } from '../versions/config-key.ts';
import type { AdminKeys } from '../versions/v3_6_1-admin-and-consumer-keys.ts';
import { type Address, parseBootstrapServers } from './bootstrap-addresses.ts';
import { type ConfigLog, configDefLog } from './config-log.ts';
import { type Properties, parseConfig } from './parse-config.ts';
import type { ParsedValues } from './parsed-values.ts';
import { type ResolvedFields, resolveFields } from './resolved-fields.ts';
import { disableExponentialReconnect, refuseSecurity, warnOfStaticBackoffs } from './shared-rules.ts';

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
  /** retry.backoff.max.ms; `undefined` in versions that do not know it. */
  readonly retryBackoffMaxMs: number | undefined;
  /** metadata.recovery.strategy, in lower case; `undefined` in versions that do not know it. */
  readonly metadataRecoveryStrategy: string | undefined;
  /** metadata.recovery.rebootstrap.trigger.ms; `undefined` in versions that do not know it. */
  readonly rebootstrapTriggerMs: number | undefined;
  /** Every key, parsed. */
  readonly values: ParsedValues;
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
export function parseClientConfig(
  keys: ConfigKeys,
  originals: Properties,
  { version, log }: Pick<ClientConfigOptions, 'version' | 'log'>,
): ParsedValues {
  const values = parseConfig(keys, originals, CLIENT_CLASSES, configDefLog(log));
  warnOfStaticBackoffs(values, version.texts, log);
  disableExponentialReconnect(originals, values, version.texts, log);
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

/** The settings of keys that versions before 3.9 do not know. */
export function recoverySettings(
  values: ParsedValues,
): Pick<ConnectionConfig, 'retryBackoffMaxMs' | 'metadataRecoveryStrategy' | 'rebootstrapTriggerMs'> {
  return {
    retryBackoffMaxMs: values.get('retry.backoff.max.ms') as number | undefined,
    metadataRecoveryStrategy: (values.get('metadata.recovery.strategy') as string | undefined)?.toLowerCase(),
    rebootstrapTriggerMs: values.get('metadata.recovery.rebootstrap.trigger.ms') as number | undefined,
  };
}

/**
 * The settings that both kinds of client have.
 *
 * @throws ConfigException for bootstrap.servers or security.protocol
 */
export function connectionConfig(
  values: ParsedValues,
  { version, log, resolves }: ClientConfigOptions,
): ConnectionConfig {
  const servers = values.get('bootstrap.servers') as readonly unknown[];
  const bootstrapServers = parseBootstrapServers(servers, log, resolves);
  refuseSecurity(values);
  return {
    version,
    bootstrapServers,
    values,
    ...recoverySettings(values),
    ...resolveFields<AdminKeys, typeof CONNECTION_FIELDS>(values, CONNECTION_FIELDS),
  };
}
