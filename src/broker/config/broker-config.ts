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
  /** Leaderships go back to preferred leaders that are in sync again. Default true. */
  readonly 'auto.leader.rebalance.enable'?: boolean | string;
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
  /** How often the controller looks for leaderships to give back, in s. Default 300. */
  readonly 'leader.imbalance.check.interval.seconds'?: number | string;
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
  /** Bytes a partition's log may have before its oldest segments go; -1: no limit. Default -1. */
  readonly 'log.retention.bytes'?: number | string;
  /** How often logs look for what they may delete, in ms. Default 300000. */
  readonly 'log.retention.check.interval.ms'?: number | string;
  /** How old records may grow, in ms; -1: no limit. Default 604800000, a week. */
  readonly 'log.retention.ms'?: number | string;
  /** How much later than its first record a segment's last may be, in ms. Default 604800000, a week. */
  readonly 'log.roll.ms'?: number | string;
  /** Bytes of a segment, at most: logs are deleted segment by segment. Default 1073741824. */
  readonly 'log.segment.bytes'?: number | string;
  /** Bytes of a record batch, at most. Default 1048588. */
  readonly 'message.max.bytes'?: number | string;
  /** In-sync replicas a Produce with acks=all needs. Default 1. */
  readonly 'min.insync.replicas'?: number | string;
  /** Partitions of a topic created without a number of its own. Default 1. */
  readonly 'num.partitions'?: number | string;
  /** Bytes of the metadata that may go with a committed offset. Default 4096. */
  readonly 'offset.metadata.max.bytes'?: number | string;
  /** How long a commit of offsets waits for its replicas, in ms. Default 5000. */
  readonly 'offsets.commit.timeout.ms'?: number | string;
  /** Partitions of `__consumer_offsets`. Default 50. */
  readonly 'offsets.topic.num.partitions'?: number | string;
  /** Replicas of `__consumer_offsets`; with fewer brokers it cannot be created. Default 3. */
  readonly 'offsets.topic.replication.factor'?: number | string;
  /** How often a log looks for producers to forget, in ms. Default 600000. */
  readonly 'producer.id.expiration.check.interval.ms'?: number | string;
  /** How long a log remembers a producer that writes no more, in ms of its records' timestamps. Default 86400000. */
  readonly 'producer.id.expiration.ms'?: number | string;
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
  /** How long a broker waits for another one's answer, and a transaction marker for its replicas, in ms. Default 30000. */
  readonly 'request.timeout.ms'?: number | string;
  /** How often a coordinator looks for transactions that have timed out, in ms. Default 10000. */
  readonly 'transaction.abort.timed.out.transaction.cleanup.interval.ms'?: number | string;
  /** The largest transaction.timeout.ms a producer may ask for, in ms. Default 900000. */
  readonly 'transaction.max.timeout.ms'?: number | string;
  /** A leader asks the coordinator before it takes a transaction's first batch (KIP-890). Default true. */
  readonly 'transaction.partition.verification.enable'?: boolean | string;
  /** In-sync replicas `__transaction_state` needs. Default 2. */
  readonly 'transaction.state.log.min.isr'?: number | string;
  /** Partitions of `__transaction_state`. Default 50. */
  readonly 'transaction.state.log.num.partitions'?: number | string;
  /** Replicas of `__transaction_state`; with fewer brokers it cannot be created. Default 3. */
  readonly 'transaction.state.log.replication.factor'?: number | string;
  /** A replica that is not in sync may lead if no other is left; records can be lost. Default false. */
  readonly 'unclean.leader.election.enable'?: boolean | string;
}

// biome-ignore format: one row, one key
const OWN_SETTINGS: Readonly<Record<string, Setting>> = {
  'auto.create.topics.enable': { type: 'boolean', defaultValue: true },
  'auto.leader.rebalance.enable': { type: 'boolean', defaultValue: true },
  'broker.session.timeout.ms': { type: 'int', defaultValue: 9000, min: 0 },
  'default.replication.factor': { type: 'int', defaultValue: 1, min: 1 },
  'delete.topic.enable': { type: 'boolean', defaultValue: true },
  'fetch.max.bytes': { type: 'int', defaultValue: 57671680, min: 1024 },
  'leader.imbalance.check.interval.seconds': { type: 'long', defaultValue: 300, min: 1 },
  'log.retention.check.interval.ms': { type: 'long', defaultValue: 300000, min: 1 },
  'num.partitions': { type: 'int', defaultValue: 1, min: 1 },
  'offset.metadata.max.bytes': { type: 'int', defaultValue: 4096 },
  'offsets.commit.timeout.ms': { type: 'int', defaultValue: 5000, min: 1 },
  'offsets.topic.num.partitions': { type: 'int', defaultValue: 50, min: 1 },
  'offsets.topic.replication.factor': { type: 'int', defaultValue: 3, min: 1 },
  'producer.id.expiration.check.interval.ms': { type: 'int', defaultValue: 600000, min: 1 },
  'producer.id.expiration.ms': { type: 'int', defaultValue: 86400000, min: 1 },
  'replica.fetch.backoff.ms': { type: 'int', defaultValue: 1000, min: 0 },
  'replica.fetch.max.bytes': { type: 'int', defaultValue: 1048576, min: 0 },
  'replica.fetch.response.max.bytes': { type: 'int', defaultValue: 10485760, min: 0 },
  'replica.fetch.wait.max.ms': { type: 'int', defaultValue: 500 },
  'replica.lag.time.max.ms': { type: 'long', defaultValue: 30000 },
  'replica.socket.timeout.ms': { type: 'int', defaultValue: 30000 },
  'request.timeout.ms': { type: 'int', defaultValue: 30000 },
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': { type: 'int', defaultValue: 10000, min: 1 },
  'transaction.max.timeout.ms': { type: 'int', defaultValue: 900000, min: 1 },
  'transaction.partition.verification.enable': { type: 'boolean', defaultValue: true },
  'transaction.state.log.min.isr': { type: 'int', defaultValue: 2, min: 1 },
  'transaction.state.log.num.partitions': { type: 'int', defaultValue: 50, min: 1 },
  'transaction.state.log.replication.factor': { type: 'int', defaultValue: 3, min: 1 },
};

const SETTINGS: Readonly<Record<string, Setting>> = {
  ...OWN_SETTINGS,
  ...Object.fromEntries(TOPIC_DEFAULTS.map(({ brokerKey, setting }) => [brokerKey, setting])),
};

/** The resolved configuration of a broker. */
export interface BrokerConfig {
  readonly autoCreateTopicsEnable: boolean;
  readonly autoLeaderRebalanceEnable: boolean;
  readonly leaderImbalanceCheckIntervalMs: number;
  readonly deleteTopicEnable: boolean;
  readonly logRetentionCheckIntervalMs: number;
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
  readonly requestTimeoutMs: number;
  readonly producerIdExpirationMs: number;
  readonly producerIdExpirationCheckIntervalMs: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsCommitTimeoutMs: number;
  readonly offsetsTopicPartitions: number;
  readonly offsetsTopicReplicationFactor: number;
  readonly transactionMaxTimeoutMs: number;
  readonly transactionAbortIntervalMs: number;
  readonly transactionVerificationEnable: boolean;
  readonly transactionTopicMinIsr: number;
  readonly transactionTopicPartitions: number;
  readonly transactionTopicReplicationFactor: number;
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
  if (Object.keys(input).length > 0) return resolve(input);
  // Simulations are made by the thousand, and most leave everything as it is.
  plainConfig ??= resolve({});
  return plainConfig;
}

/** What a broker has that nobody configured; never changed. */
let plainConfig: BrokerConfig | undefined;

function resolve(input: BrokerConfigInput): BrokerConfig {
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
    autoLeaderRebalanceEnable: flag('auto.leader.rebalance.enable'),
    leaderImbalanceCheckIntervalMs: number('leader.imbalance.check.interval.seconds') * 1_000,
    deleteTopicEnable: flag('delete.topic.enable'),
    logRetentionCheckIntervalMs: number('log.retention.check.interval.ms'),
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
    requestTimeoutMs: number('request.timeout.ms'),
    producerIdExpirationMs: number('producer.id.expiration.ms'),
    producerIdExpirationCheckIntervalMs: number('producer.id.expiration.check.interval.ms'),
    offsetMetadataMaxBytes: number('offset.metadata.max.bytes'),
    offsetsCommitTimeoutMs: number('offsets.commit.timeout.ms'),
    offsetsTopicPartitions: number('offsets.topic.num.partitions'),
    offsetsTopicReplicationFactor: number('offsets.topic.replication.factor'),
    transactionMaxTimeoutMs: number('transaction.max.timeout.ms'),
    transactionAbortIntervalMs: number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
    transactionVerificationEnable: flag('transaction.partition.verification.enable'),
    transactionTopicMinIsr: number('transaction.state.log.min.isr'),
    transactionTopicPartitions: number('transaction.state.log.num.partitions'),
    transactionTopicReplicationFactor: number('transaction.state.log.replication.factor'),
    values,
  };
}

function unknownKey(key: string): InvalidConfigurationException {
  const hint = didYouMean(key, [...Object.keys(SETTINGS), ...BROKER_KEYS_WITHOUT_EFFECT]);
  return new InvalidConfigurationException(
    `Unknown broker configuration '${key}'${hint}. Use one of Kafka's broker keys, or remove it.`,
  );
}
