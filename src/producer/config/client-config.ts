/**
 * The configurations of an admin client and of a plain consumer, resolved.
 *
 * Owns: typed values, and the refusals and log lines of Java's constructors.
 * Refuses to know: what the values are used for.
 */
import { KafkaException } from '../../protocol/exceptions.ts';
import type { IsolationLevel } from '../../protocol/messages.ts';
import type { Deserializer } from '../serialization/serializer.ts';
import { type Address, parseBootstrapServers } from './bootstrap-addresses.ts';
import { ADMIN_CLIENT_KEYS, CONSUMER_KEYS } from './client-keys.ts';
import { type ConfigDef, invalidValue, originalsOf, type Properties, parseConfig } from './config-def.ts';
import { type ConfigLog, logUnused } from './config-log.ts';
import { DESERIALIZER, newInstance } from './configured-instances.ts';
import type { AdminClientConfigInput, ConsumerConfigInput } from './input.ts';
import { disableExponentialReconnect, refuseSecurity } from './shared-rules.ts';
import { unusedKeys } from './unused-keys.ts';

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

export interface AdminClientConfig extends ConnectionConfig {
  /** Of one call. */
  readonly retries: number;
}

export interface ConsumerConfig extends ConnectionConfig {
  readonly keyDeserializer: Deserializer;
  readonly valueDeserializer: Deserializer;
  readonly autoOffsetReset: 'latest' | 'earliest' | 'none';
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly maxPollRecords: number;
  readonly isolationLevel: IsolationLevel;
  readonly groupId: string | null;
  readonly enableAutoCommit: boolean;
}

export interface ClientConfigOptions {
  /** The N of a default client.id; asked only if one is needed. */
  readonly nextClientNumber: () => number;
  readonly log: ConfigLog;
  readonly resolves?: (host: string) => boolean;
}

export interface ConsumerConfigOptions extends ClientConfigOptions {
  /** Deserializers handed to the constructor; they are not configured. */
  readonly keyDeserializer?: Deserializer | null;
  readonly valueDeserializer?: Deserializer | null;
}

const ADMIN_LOGGER = 'org.apache.kafka.clients.admin.AdminClientConfig';
const CONSUMER_LOGGER = 'org.apache.kafka.clients.consumer.ConsumerConfig';

/** Throws ConfigException for a bad value, KafkaException with a cause for what Java finds out later. */
export function resolveAdminClientConfig(
  input: AdminClientConfigInput | Properties,
  options: ClientConfigOptions,
): AdminClientConfig {
  const originals = originalsOf(input);
  const values = parseClientConfig(ADMIN_CLIENT_KEYS, originals);
  if (values.get('client.id') === '') values.set('client.id', `adminclient-${options.nextClientNumber()}`);
  return wrapping('Failed to create new KafkaAdminClient', () => {
    const connection = connectionConfig(values, options);
    logUnused(unusedKeys(ADMIN_CLIENT_KEYS, originals), ADMIN_LOGGER, options.log);
    return { ...connection, retries: values.get('retries') as number };
  });
}

/** Throws ConfigException for a bad value, KafkaException with a cause for what Java finds out later. */
export function resolveConsumerConfig(
  input: ConsumerConfigInput | Properties,
  options: ConsumerConfigOptions,
): ConsumerConfig {
  const originals = originalsOf(input);
  nameDeserializer(originals, 'key.deserializer', options.keyDeserializer);
  nameDeserializer(originals, 'value.deserializer', options.valueDeserializer);
  const values = parseClientConfig(CONSUMER_KEYS, originals);
  if (values.get('client.id') === '') {
    values.set('client.id', `consumer-${String(values.get('group.id'))}-${options.nextClientNumber()}`);
  }
  return wrapping('Failed to construct kafka consumer', () => {
    const configs = new Map(originals).set('client.id', values.get('client.id'));
    const keyDeserializer = options.keyDeserializer ?? makeDeserializer(values, 'key.deserializer', configs);
    const valueDeserializer = options.valueDeserializer ?? makeDeserializer(values, 'value.deserializer', configs);
    const connection = connectionConfig(values, options);
    logUnused(unusedKeys(CONSUMER_KEYS, originals), CONSUMER_LOGGER, options.log);
    return { ...connection, ...consumerValues(values), keyDeserializer, valueDeserializer };
  });
}

function parseClientConfig(def: ConfigDef, originals: Properties): Map<string, unknown> {
  const values = parseConfig(def, originals);
  disableExponentialReconnect(originals, values);
  return values;
}

function wrapping<T>(message: string, construct: () => T): T {
  try {
    return construct();
  } catch (cause) {
    throw new KafkaException(message, { cause });
  }
}

function connectionConfig(values: Properties, options: ClientConfigOptions): ConnectionConfig {
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

function consumerValues(
  values: Properties,
): Omit<ConsumerConfig, keyof ConnectionConfig | 'keyDeserializer' | 'valueDeserializer'> {
  const number = (name: string): number => values.get(name) as number;
  return {
    autoOffsetReset: values.get('auto.offset.reset') as ConsumerConfig['autoOffsetReset'],
    fetchMinBytes: number('fetch.min.bytes'),
    fetchMaxWaitMs: number('fetch.max.wait.ms'),
    fetchMaxBytes: number('fetch.max.bytes'),
    maxPartitionFetchBytes: number('max.partition.fetch.bytes'),
    maxPollRecords: number('max.poll.records'),
    isolationLevel: values.get('isolation.level') as IsolationLevel,
    groupId: values.get('group.id') as string | null,
    enableAutoCommit: values.get('enable.auto.commit') as boolean,
  };
}

function nameDeserializer(originals: Map<string, unknown>, name: string, given: Deserializer | null | undefined): void {
  if (given !== null && given !== undefined) originals.set(name, given.constructor);
  else if ((originals.get(name) ?? null) === null) throw invalidValue(name, null, 'must be non-null.');
}

function makeDeserializer(values: Properties, name: string, configs: Properties): Deserializer {
  const deserializer = newInstance<Deserializer>(values.get(name), DESERIALIZER);
  deserializer.configure?.(configs, name === 'key.deserializer');
  return deserializer;
}
