/**
 * The configuration of a broker: Kafka's keys as users write them, and the resolved values.
 */

import { nearestName } from '../../checks/nearest-name.ts';
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import { type ClusterMode, type ModeName, resolveMode } from '../modes/index.ts';
import type { BrokerKey, ConfigValue } from '../versions/broker-key.ts';
import { type BrokerVersion, DEFAULT_BROKER_VERSION } from '../versions/index.ts';
import type { BROKER_KEYS } from '../versions/v3_6_1-broker-keys.ts';
import { listOf, parseValue } from './parse-value.ts';

type Keys = typeof BROKER_KEYS;

/** What users write for a value of each type. */
export interface InputByType {
  readonly BOOLEAN: boolean | string;
  readonly INT: number | string;
  readonly LONG: number | string;
  readonly STRING: string;
  readonly LIST: string;
}

/** Broker configuration by Kafka's keys, the same for all brokers. Every value may also be written as text. */
export type BrokerConfigInput = { readonly [Name in keyof Keys]?: InputByType[Keys[Name]['type']] };

/** Which field of the resolved configuration holds the value of which key. */
const FIELDS = {
  autoCreateTopicsEnable: 'auto.create.topics.enable',
  autoLeaderRebalanceEnable: 'auto.leader.rebalance.enable',
  connectionFailedAuthenticationDelayMs: 'connection.failed.authentication.delay.ms',
  deleteTopicEnable: 'delete.topic.enable',
  leaderImbalancePerBrokerPercentage: 'leader.imbalance.per.broker.percentage',
  logRetentionCheckIntervalMs: 'log.retention.check.interval.ms',
  numPartitions: 'num.partitions',
  defaultReplicationFactor: 'default.replication.factor',
  fetchMaxBytes: 'fetch.max.bytes',
  groupInitialRebalanceDelayMs: 'group.initial.rebalance.delay.ms',
  groupMaxSessionTimeoutMs: 'group.max.session.timeout.ms',
  groupMaxSize: 'group.max.size',
  groupMinSessionTimeoutMs: 'group.min.session.timeout.ms',
  replicaLagTimeMaxMs: 'replica.lag.time.max.ms',
  replicaFetchWaitMaxMs: 'replica.fetch.wait.max.ms',
  replicaFetchBackoffMs: 'replica.fetch.backoff.ms',
  replicaFetchMaxBytes: 'replica.fetch.max.bytes',
  replicaSelectorClass: 'replica.selector.class',
  replicaFetchResponseMaxBytes: 'replica.fetch.response.max.bytes',
  requestTimeoutMs: 'request.timeout.ms',
  producerIdExpirationMs: 'producer.id.expiration.ms',
  producerIdExpirationCheckIntervalMs: 'producer.id.expiration.check.interval.ms',
  maxFetchSessions: 'max.incremental.fetch.session.cache.slots',
  offsetMetadataMaxBytes: 'offset.metadata.max.bytes',
  offsetsCommitTimeoutMs: 'offsets.commit.timeout.ms',
  offsetsRetentionCheckIntervalMs: 'offsets.retention.check.interval.ms',
  offsetsRetentionMinutes: 'offsets.retention.minutes',
  offsetsTopicPartitions: 'offsets.topic.num.partitions',
  offsetsTopicReplicationFactor: 'offsets.topic.replication.factor',
  transactionMaxTimeoutMs: 'transaction.max.timeout.ms',
  transactionAbortIntervalMs: 'transaction.abort.timed.out.transaction.cleanup.interval.ms',
  transactionVerificationEnable: 'transaction.partition.verification.enable',
  transactionTopicMinIsr: 'transaction.state.log.min.isr',
  transactionTopicPartitions: 'transaction.state.log.num.partitions',
  transactionTopicReplicationFactor: 'transaction.state.log.replication.factor',
} as const;

interface ParsedByType {
  readonly BOOLEAN: boolean;
  readonly INT: number;
  readonly LONG: number;
  readonly STRING: string;
  readonly LIST: string;
}

type ResolvedFields = { readonly [Field in keyof typeof FIELDS]: ParsedByType[Keys[(typeof FIELDS)[Field]]['type']] };

/** The resolved configuration of a broker. */
export interface BrokerConfig extends ResolvedFields {
  readonly version: BrokerVersion;
  readonly mode: ClusterMode;
  /** KRaft only: the brokers are the controllers, too (process.roles=broker,controller). */
  readonly isCombined: boolean;
  /** How long a broker that is not heard from stays registered, in ms. */
  readonly sessionTimeoutMs: number;
  readonly leaderImbalanceCheckIntervalMs: number;
  /** The number of log directories (log.dirs, or else log.dir). */
  readonly logDirectoryCount: number;
  /** The keys that were set, and do not have their defaults. */
  readonly setKeys: ReadonlySet<string>;
  /** All values by Kafka's keys; topics take their defaults from here. */
  readonly values: ReadonlyMap<string, ConfigValue>;
}

/**
 * Fills in defaults and checks every value.
 *
 * @param mode default: the one that process.roles or zookeeper.connect means, or else KRaft
 * @throws InvalidConfigurationException that names the key, the value and what is allowed
 */
export function resolveBrokerConfig(
  input: BrokerConfigInput = {},
  version: BrokerVersion = DEFAULT_BROKER_VERSION,
  mode?: ModeName,
): BrokerConfig {
  if (mode !== undefined || Object.keys(input).length > 0) return resolve(input, version, mode);
  // Most simulations of a long series use the defaults: they are resolved once.
  let config = defaultConfigs.get(version);
  if (config === undefined) {
    config = resolve({}, version);
    defaultConfigs.set(version, config);
  }
  return config;
}

const defaultConfigs = new WeakMap<BrokerVersion, BrokerConfig>();

function resolve(input: BrokerConfigInput, version: BrokerVersion, modeName?: ModeName): BrokerConfig {
  const { keys } = version;
  const values = new Map<string, ConfigValue>();
  const setKeys = new Set<string>();
  for (const [name, key] of Object.entries(keys)) values.set(name, key.default);
  for (const [name, value] of Object.entries(input)) {
    if (Object.hasOwn(keys, name)) {
      if (value === undefined) continue;
      values.set(name, parseValue(name, keys[name] as BrokerKey, value));
      setKeys.add(name);
    } else if (!isKeyWithoutEffect(name, version)) throw unknownKey(name, version);
  }
  const processRoles = values.get('process.roles') as string;
  const keysOfMode = { processRoles, zookeeperConnect: values.get('zookeeper.connect') as string };
  const mode = resolveMode(modeName, keysOfMode, version.policies.kraft);
  if (mode.name === 'zookeeper' && version.policies.zookeeperMode === 'removed') {
    throw new InvalidConfigurationException(
      `Brokers of ${version.name} have no ZooKeeper mode: Kafka removed it in 4.0. Use the mode 'kraft', or an older version.`,
    );
  }
  const fields = Object.entries(FIELDS).map(([field, name]) => [field, values.get(name)]);
  return {
    ...(Object.fromEntries(fields) as ResolvedFields),
    version,
    mode,
    isCombined: listOf(processRoles).includes('controller'),
    sessionTimeoutMs: values.get(mode.sessionTimeout) as number,
    leaderImbalanceCheckIntervalMs: (values.get('leader.imbalance.check.interval.seconds') as number) * 1_000,
    logDirectoryCount: listOf((values.get('log.dirs') || values.get('log.dir')) as string).length,
    setKeys,
    values,
  };
}

/** Whether a real broker knows the key although it has no effect here. */
export function isKeyWithoutEffect(name: string, { withoutEffect }: BrokerVersion): boolean {
  return withoutEffect.broker.includes(name) || withoutEffect.brokerFamilies.some((family) => name.startsWith(family));
}

function unknownKey(name: string, { keys, withoutEffect }: BrokerVersion): InvalidConfigurationException {
  const near = nearestName(name, [...Object.keys(keys), ...withoutEffect.broker]);
  const hint = near === undefined ? '' : ` (did you mean '${near}'?)`;
  return new InvalidConfigurationException(
    `Unknown broker configuration '${name}'${hint}. Use one of Kafka's broker keys, or remove it.`,
  );
}
