/**
 * The configuration of a consumer: its keys with Kafka 3.6.1's types, defaults and ranges, and their resolved values.
 *
 * Refuses to know: group membership; the keys of balancing and heartbeats are unknown here, and reported as unused.
 */
import {
  type ClientConfigOptions,
  type ConnectionConfig,
  connectionConfig,
  parseClientConfig,
  wrapping,
} from '../client/config/client-config.ts';
import { connectionKeys } from '../client/config/client-keys.ts';
import {
  type ConfigDef,
  defineConfig,
  invalidValue,
  key,
  originalsOf,
  type Properties,
} from '../client/config/config-def.ts';
import { logUnused } from '../client/config/config-log.ts';
import { DESERIALIZER, newInstance } from '../client/config/configured-instances.ts';
import { unusedKeys } from '../client/config/unused-keys.ts';
import { atLeast, nonNull, oneOf } from '../client/config/validators.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import type { IsolationLevel } from '../protocol/messages.ts';
import type { ConsumerConfigInput } from './config-input.ts';

export const CONSUMER_KEYS: ConfigDef = defineConfig({
  'bootstrap.servers': key('LIST', [], nonNull),
  ...connectionKeys(540_000),
  'group.id': key('STRING', null),
  'enable.auto.commit': key('BOOLEAN', true),
  'auto.commit.interval.ms': key('INT', 5000, atLeast(0)),
  'auto.offset.reset': key('STRING', 'latest', oneOf('latest', 'earliest', 'none')),
  'fetch.min.bytes': key('INT', 1, atLeast(0)),
  'fetch.max.bytes': key('INT', 52_428_800, atLeast(0)),
  'fetch.max.wait.ms': key('INT', 500, atLeast(0)),
  'max.partition.fetch.bytes': key('INT', 1_048_576, atLeast(0)),
  'max.poll.records': key('INT', 500, atLeast(1)),
  'isolation.level': key('STRING', 'read_uncommitted', oneOf('read_committed', 'read_uncommitted')),
  'key.deserializer': key('CLASS'),
  'value.deserializer': key('CLASS'),
});

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

export interface ConsumerConfigOptions extends ClientConfigOptions {
  /** Deserializers handed to the constructor; they are not configured. */
  readonly keyDeserializer?: Deserializer | null;
  readonly valueDeserializer?: Deserializer | null;
}

const LOGGER = 'org.apache.kafka.clients.consumer.ConsumerConfig';

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
    logUnused(unusedKeys(CONSUMER_KEYS, originals), LOGGER, options.log);
    return { ...connection, ...consumerValues(values), keyDeserializer, valueDeserializer };
  });
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
  const deserializer = newInstance<Deserializer>(values.get(name), DESERIALIZER, CONSUMER_KEYS.classes);
  deserializer.configure?.(configs, name === 'key.deserializer');
  return deserializer;
}
