/**
 * The configuration of a consumer, resolved.
 */

import {
  type ClientConfigOptions,
  type ConnectionConfig,
  connectionConfig,
  parseClientConfig,
  wrapping,
} from '../client/config/client-config.ts';
import { logUnused } from '../client/config/config-log.ts';
import { ConfigValues } from '../client/config/config-values.ts';
import { checkConfigured, DESERIALIZER, newInstance } from '../client/config/configured-instances.ts';
import { originalsOf, type Properties } from '../client/config/parse-config.ts';
import type { ParsedValues } from '../client/config/parsed-values.ts';
import { type ResolvedFields, resolveFields } from '../client/config/resolved-fields.ts';
import { RecordingMap, unusedKeys } from '../client/config/unused-keys.ts';
import { invalidValue } from '../client/config/value-checks.ts';
import { CLIENT_CLASSES } from '../client/java/java-classes.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import type { ConsumerKeys } from '../client/versions/v3_6_1-admin-and-consumer-keys.ts';
import type { ConsumerConfigInput } from './config-input.ts';
import { autoCommits, checkGroupInstanceId, checkMembership } from './consumer-rules.ts';
import { assignorsNamed } from './groups/assignors/by-java-name.ts';
import type { PartitionAssignor } from './groups/assignors/partition-assignor.ts';

const CONSUMER_FIELDS = {
  groupId: 'group.id',
  clientRack: 'client.rack',
  groupInstanceId: 'group.instance.id',
  sessionTimeoutMs: 'session.timeout.ms',
  heartbeatIntervalMs: 'heartbeat.interval.ms',
  maxPollIntervalMs: 'max.poll.interval.ms',
  autoCommitIntervalMs: 'auto.commit.interval.ms',
  allowAutoCreateTopics: 'allow.auto.create.topics',
  excludeInternalTopics: 'exclude.internal.topics',
  autoOffsetReset: 'auto.offset.reset',
  isolationLevel: 'isolation.level',
  fetchMinBytes: 'fetch.min.bytes',
  fetchMaxWaitMs: 'fetch.max.wait.ms',
  fetchMaxBytes: 'fetch.max.bytes',
  maxPartitionFetchBytes: 'max.partition.fetch.bytes',
  maxPollRecords: 'max.poll.records',
} as const;

export interface ConsumerConfig extends ConnectionConfig, ResolvedFields<ConsumerKeys, typeof CONSUMER_FIELDS> {
  readonly keyDeserializer: Deserializer;
  readonly valueDeserializer: Deserializer;
  /** Those of partition.assignment.strategy. */
  readonly assignors: readonly PartitionAssignor[];
  /** enable.auto.commit; false without a group. */
  readonly enableAutoCommit: boolean;
}

export interface ConsumerConfigOptions extends ClientConfigOptions {
  /** Deserializers passed to the constructor. They are not configured. */
  readonly keyDeserializer?: Deserializer | null;
  readonly valueDeserializer?: Deserializer | null;
}

const LOGGER = 'org.apache.kafka.clients.consumer.ConsumerConfig';

/**
 * @throws ConfigException for a value that is not allowed, InvalidConfigurationException for such a group.instance.id
 * @throws KafkaException with a cause, for what Java finds out later in its constructor
 */
export function resolveConsumerConfig(
  input: ConsumerConfigInput | Properties,
  options: ConsumerConfigOptions,
): ConsumerConfig {
  const originals = originalsOf(input);
  nameDeserializer(originals, 'key.deserializer', options.keyDeserializer);
  nameDeserializer(originals, 'value.deserializer', options.valueDeserializer);
  const keys = options.version.keys.consumer;
  const values = parseClientConfig(keys, originals, options);
  if (values.get('client.id') === '') {
    checkGroupInstanceId(values);
    values.set('client.id', defaultClientId(values.get('group.id') as string | null, options.nextClientNumber()));
  }
  options.log('INFO', LOGGER, new ConfigValues('ConsumerConfig', keys, values, CLIENT_CLASSES));
  return wrapping('Failed to construct kafka consumer', () => {
    checkGroupInstanceId(values);
    const enableAutoCommit = autoCommits(originals, values);
    const configs = new RecordingMap(originals).set('client.id', values.get('client.id'));
    const keyDeserializer = options.keyDeserializer ?? makeDeserializer(values, 'key.deserializer', configs);
    const valueDeserializer = options.valueDeserializer ?? makeDeserializer(values, 'value.deserializer', configs);
    const connection = connectionConfig(values, options);
    const assignors = assignorsNamed(values.get('partition.assignment.strategy') as readonly unknown[]);
    checkMembership(values, assignors);
    logUnused(unusedKeys(keys, originals, configs), options.version.texts, LOGGER, options.log);
    const own = resolveFields<ConsumerKeys, typeof CONSUMER_FIELDS>(values, CONSUMER_FIELDS);
    return { ...connection, ...own, keyDeserializer, valueDeserializer, assignors, enableAutoCommit };
  });
}

/** `consumer-null-1` without a group, as in Java, where a missing group is the text `null`. */
export function defaultClientId(groupId: string | null, clientNumber: number): string {
  return `consumer-${groupId}-${clientNumber}`;
}

function nameDeserializer(originals: Map<string, unknown>, name: string, given: Deserializer | null | undefined): void {
  if (given !== null && given !== undefined) originals.set(name, given.constructor);
  else if ((originals.get(name) ?? null) === null) throw invalidValue(name, null, 'must be non-null.');
}

function makeDeserializer(values: ParsedValues, name: string, configs: Properties): Deserializer {
  const deserializer = newInstance<Deserializer>(values.get(name), DESERIALIZER, CLIENT_CLASSES);
  checkConfigured(deserializer.configure?.(configs, name === 'key.deserializer'), deserializer, name);
  return deserializer;
}
