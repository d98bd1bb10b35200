/**
 * Broker configuration: Kafka's names, typed, with the defaults of 3.6.1 (KafkaConfig).
 *
 * Owns: the table of keys that have an effect here, and the resolved configuration.
 * Refuses to know: files (server-properties.ts) and what a key does.
 */
import { InvalidConfigurationException } from '../../protocol/exceptions.ts';
import { didYouMean } from './did-you-mean.ts';
import { BROKER_KEYS_WITHOUT_EFFECT, isKeyWithoutEffect } from './keys-without-effect.ts';
import { type ConfigValue, parseSetting, type Setting } from './setting.ts';
import { TOPIC_DEFAULTS } from './topic-config.ts';

/** Broker configuration by Kafka's names, the same for all brokers. Every value may also be given as text. */
export interface BrokerConfigInput {
  /** A Metadata request for an unknown topic creates it. Default true. */
  readonly 'auto.create.topics.enable'?: boolean | string;
  /** How long a crashed broker keeps its leaderships, in ms. Default 9000. */
  readonly 'broker.session.timeout.ms'?: number | string;
  /** Accepted and checked; batches keep the producer's compression. Default `producer`. */
  readonly 'compression.type'?: string;
  /** Replicas of a topic created without a number of its own. Default 1. */
  readonly 'default.replication.factor'?: number | string;
  /** Default true. */
  readonly 'delete.topic.enable'?: boolean | string;
  /** Bytes of a Fetch response, at most. Default 57671680. */
  readonly 'fetch.max.bytes'?: number | string;
  /** `delete`, `compact` or both; a compacted topic refuses records without a key. Default `delete`. */
  readonly 'log.cleanup.policy'?: string;
  /** How far a record's timestamp may lie ahead of the broker's clock, in ms. Default: no limit. */
  readonly 'log.message.timestamp.after.max.ms'?: number | string;
  /** How far it may lie behind, in ms. Default: no limit. */
  readonly 'log.message.timestamp.before.max.ms'?: number | string;
  /** Deprecated: both of the above. Default: no limit. */
  readonly 'log.message.timestamp.difference.max.ms'?: number | string;
  /** `CreateTime` or `LogAppendTime`. Default `CreateTime`. */
  readonly 'log.message.timestamp.type'?: string;
  /** Bytes of a record batch, at most. Default 1048588. */
  readonly 'message.max.bytes'?: number | string;
  /** In-sync replicas a Produce with acks=all needs. Default 1. */
  readonly 'min.insync.replicas'?: number | string;
  /** Partitions of a topic created without a number of its own. Default 1. */
  readonly 'num.partitions'?: number | string;
  /** How long a follower waits after a failed fetch, in ms. Default 1000. */
  readonly 'replica.fetch.backoff.ms'?: number | string;
  /** Bytes a follower fetches of one partition, at most. Default 1048576. */
  readonly 'replica.fetch.max.bytes'?: number | string;
  /** Bytes a follower fetches at once, at most. Default 10485760. */
  readonly 'replica.fetch.response.max.bytes'?: number | string;
  /** How long a follower may be unaware of a new high watermark while no data flows, in ms. Default 500. */
  readonly 'replica.fetch.wait.max.ms'?: number | string;
  /** How long a follower may lag before it leaves the in-sync replicas, in ms. Default 30000. */
  readonly 'replica.lag.time.max.ms'?: number | string;
  /** How long a follower waits for an answer that is lost, in ms. Default 30000. */
  readonly 'replica.socket.timeout.ms'?: number | string;
  /** A replica that is not in sync may lead if no other is left; records can be lost. Default false. */
  readonly 'unclean.leader.election.enable'?: boolean | string;
}

// biome-ignore format: one row, one key
const OWN_SETTINGS: Readonly<Record<string, Setting>> = {
  'auto.create.topics.enable': { type: 'boolean', defaultValue: true },
  'broker.session.timeout.ms': { type: 'int', defaultValue: 9000, min: 0 },
  'default.replication.factor': { type: 'int', defaultValue: 1, min: 1 },
  'delete.topic.enable': { type: 'boolean', defaultValue: true },
  'fetch.max.bytes': { type: 'int', defaultValue: 57671680, min: 1024 },
  'num.partitions': { type: 'int', defaultValue: 1, min: 1 },
  'replica.fetch.backoff.ms': { type: 'int', defaultValue: 1000, min: 0 },
  'replica.fetch.max.bytes': { type: 'int', defaultValue: 1048576, min: 0 },
  'replica.fetch.response.max.bytes': { type: 'int', defaultValue: 10485760, min: 0 },
  'replica.fetch.wait.max.ms': { type: 'int', defaultValue: 500 },
  'replica.lag.time.max.ms': { type: 'long', defaultValue: 30000 },
  'replica.socket.timeout.ms': { type: 'int', defaultValue: 30000 },
};

const SETTINGS: Readonly<Record<string, Setting>> = {
  ...OWN_SETTINGS,
  ...Object.fromEntries(TOPIC_DEFAULTS.map(({ brokerKey, setting }) => [brokerKey, setting])),
};

/** The resolved configuration of a broker. */
export interface BrokerConfig {
  readonly autoCreateTopicsEnable: boolean;
  readonly deleteTopicEnable: boolean;
  readonly numPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly sessionTimeoutMs: number;
  readonly fetchMaxBytes: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaFetchBackoffMs: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly replicaSocketTimeoutMs: number;
  /** All values by Kafka's names, for what topics inherit. */
  readonly values: ReadonlyMap<string, ConfigValue>;
}

/** Whether `key` means something here. */
export function isBrokerKey(key: string): key is keyof BrokerConfigInput {
  return Object.hasOwn(SETTINGS, key);
}

/**
 * Fills in defaults and checks every value.
 * @throws InvalidConfigurationException naming the key, the value and what is allowed
 */
export function resolveBrokerConfig(input: BrokerConfigInput = {}): BrokerConfig {
  const values = new Map<string, ConfigValue>();
  for (const [key, setting] of Object.entries(SETTINGS)) values.set(key, setting.defaultValue);
  for (const [key, value] of Object.entries(input)) {
    if (isBrokerKey(key)) {
      if (value !== undefined) values.set(key, parseSetting(key, SETTINGS[key] as Setting, value));
    } else if (!isKeyWithoutEffect(key)) throw unknownKey(key);
  }
  const number = (key: keyof BrokerConfigInput): number => values.get(key) as number;
  const flag = (key: keyof BrokerConfigInput): boolean => values.get(key) as boolean;
  return {
    autoCreateTopicsEnable: flag('auto.create.topics.enable'),
    deleteTopicEnable: flag('delete.topic.enable'),
    numPartitions: number('num.partitions'),
    defaultReplicationFactor: number('default.replication.factor'),
    sessionTimeoutMs: number('broker.session.timeout.ms'),
    fetchMaxBytes: number('fetch.max.bytes'),
    replicaLagTimeMaxMs: number('replica.lag.time.max.ms'),
    replicaFetchWaitMaxMs: number('replica.fetch.wait.max.ms'),
    replicaFetchBackoffMs: number('replica.fetch.backoff.ms'),
    replicaFetchMaxBytes: number('replica.fetch.max.bytes'),
    replicaFetchResponseMaxBytes: number('replica.fetch.response.max.bytes'),
    replicaSocketTimeoutMs: number('replica.socket.timeout.ms'),
    values,
  };
}

function unknownKey(key: string): InvalidConfigurationException {
  const hint = didYouMean(key, [...Object.keys(SETTINGS), ...BROKER_KEYS_WITHOUT_EFFECT]);
  return new InvalidConfigurationException(
    `Unknown broker configuration '${key}'${hint}. Use one of Kafka's broker keys, or remove it.`,
  );
}
