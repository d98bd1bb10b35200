/**
 * The configuration keys of a 3.6.1 broker (KafkaConfig) that have an effect here, and those of a topic. The broker's keys without are in
 * v3_6_1-keys-without-effect.ts.
 */

export const BROKER_KEYS = {
  /** The addresses that all brokers give to clients, such as `PLAINTEXT://elsewhere:9092`; the first one counts. Default: none, which is their own. */
  'advertised.listeners': { type: 'STRING', default: '' },
  /** Whether a Metadata request for an unknown topic creates the topic. Default true. */
  'auto.create.topics.enable': { type: 'BOOLEAN', default: true },
  /** Whether preferred leaders become leaders again once they are in sync. Default true. */
  'auto.leader.rebalance.enable': { type: 'BOOLEAN', default: true },
  /** The rack of all brokers. The option `racks` of a simulation gives each its own. Default: none. */
  'broker.rack': { type: 'STRING', default: '' },
  /** How long a crashed broker stays registered, and so keeps its leaderships, in KRaft mode, in ms. Default 9000. */
  'broker.session.timeout.ms': { type: 'INT', default: 9000, min: 0 },
  /** Checked, but without effect: batches keep the producer's compression. Default `producer`. */
  'compression.type': {
    type: 'STRING',
    default: 'producer',
    oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
  },
  /** How long a broker waits before it answers and closes the connection after a failed authentication, in ms. Default 100. */
  'connection.failed.authentication.delay.ms': { type: 'INT', default: 100, min: 0 },
  /** Replicas of a topic that is created without a replication factor. Default 1. */
  'default.replication.factor': { type: 'INT', default: 1, min: 1 },
  /** Whether topics can be deleted. Default true. */
  'delete.topic.enable': { type: 'BOOLEAN', default: true },
  /** Largest Fetch response in bytes. Default 57671680. */
  'fetch.max.bytes': { type: 'INT', default: 57_671_680, min: 1024 },
  /** How long the first rebalance of a group waits for further members, in ms; again as long as some join. Default 3000. */
  'group.initial.rebalance.delay.ms': { type: 'INT', default: 3000 },
  /** Largest session.timeout.ms that a member may ask for, in ms. Default 1800000. */
  'group.max.session.timeout.ms': { type: 'INT', default: 1_800_000 },
  /** Members that a group can have. Default: no limit. */
  'group.max.size': { type: 'INT', default: 2_147_483_647, min: 1 },
  /** Smallest session.timeout.ms that a member may ask for, in ms. Default 6000. */
  'group.min.session.timeout.ms': { type: 'INT', default: 6000 },
  /** How often the controller looks for preferred leaders to elect, in seconds. Default 300. */
  'leader.imbalance.check.interval.seconds': { type: 'LONG', default: 300, min: 1 },
  /** In ZooKeeper mode: the percentage of its partitions that a preferred leader has to miss to get them back. Default 10. */
  'leader.imbalance.per.broker.percentage': { type: 'INT', default: 10 },
  /** `delete`, `compact` or both. A compacted topic refuses records without a key. Default `delete`. */
  'log.cleanup.policy': { type: 'LIST', default: 'delete', oneOf: ['compact', 'delete'] },
  /** The log directory of each broker, unless `log.dirs` is set. Default `/tmp/kafka-logs`. */
  'log.dir': { type: 'STRING', default: '/tmp/kafka-logs' },
  /** The log directories of each broker, separated by commas. A broker whose last one fails halts. Default: `log.dir`. */
  'log.dirs': { type: 'STRING', default: '' },
  /** How far the timestamp of a record may be ahead of the broker's clock, in ms. Default: no limit. */
  'log.message.timestamp.after.max.ms': { type: 'LONG', default: 9_223_372_036_854_776_000, min: 0 },
  /** How far the timestamp of a record may be behind the broker's clock, in ms. Default: no limit. */
  'log.message.timestamp.before.max.ms': { type: 'LONG', default: 9_223_372_036_854_776_000, min: 0 },
  /** Deprecated: the limit in both directions, where its successors are not set (KIP-937). Default: no limit. */
  'log.message.timestamp.difference.max.ms': { type: 'LONG', default: 9_223_372_036_854_776_000, min: 0 },
  /** `CreateTime` or `LogAppendTime`. Default `CreateTime`. */
  'log.message.timestamp.type': { type: 'STRING', default: 'CreateTime', oneOf: ['CreateTime', 'LogAppendTime'] },
  /** Size of a partition's log in bytes above which its oldest segments are deleted; -1: no limit. Default -1. */
  'log.retention.bytes': { type: 'LONG', default: -1 },
  /** How often a broker looks for segments to delete, in ms. Default 300000. */
  'log.retention.check.interval.ms': { type: 'LONG', default: 300_000, min: 1 },
  /** Age in ms at which records are deleted; -1: no limit. Default 604800000, a week. */
  'log.retention.ms': { type: 'LONG', default: 604_800_000, min: -1 },
  /** Longest time between the first and the last record of a segment, in ms. Default 604800000, a week. */
  'log.roll.ms': { type: 'LONG', default: 604_800_000, min: 1 },
  /** Largest segment in bytes. Logs are deleted segment by segment. Default 1073741824. */
  'log.segment.bytes': { type: 'INT', default: 1_073_741_824, min: 14 },
  /** The largest number of fetch sessions that a broker keeps. A fetcher without a session names all of its partitions in every request. Default 1000. */
  'max.incremental.fetch.session.cache.slots': { type: 'INT', default: 1_000, min: 0 },
  /** Largest record batch in bytes. Default 1048588. */
  'message.max.bytes': { type: 'INT', default: 1_048_588, min: 0 },
  /** In-sync replicas that a produce request with acks=all needs. Default 1. */
  'min.insync.replicas': { type: 'INT', default: 1, min: 1 },
  /** Partitions of a topic that is created without a number of partitions. Default 1. */
  'num.partitions': { type: 'INT', default: 1, min: 1 },
  /** Largest metadata of a committed offset, in UTF-16 units despite its name. Default 4096. */
  'offset.metadata.max.bytes': { type: 'INT', default: 4096 },
  /** How long a commit of offsets waits to be replicated, in ms. Default 5000. */
  'offsets.commit.timeout.ms': { type: 'INT', default: 5000, min: 1 },
  /** How often a coordinator looks for offsets that have expired, in ms. Default 600000. */
  'offsets.retention.check.interval.ms': { type: 'LONG', default: 600_000, min: 1 },
  /** How long offsets are kept after the group has lost its last member or its subscription, in minutes. Default 10080, a week. */
  'offsets.retention.minutes': { type: 'INT', default: 10_080, min: 1 },
  /** Partitions of `__consumer_offsets`. Default 50. */
  'offsets.topic.num.partitions': { type: 'INT', default: 50, min: 1 },
  /** Replicas of `__consumer_offsets`, which cannot be created with fewer brokers. Default 3. */
  'offsets.topic.replication.factor': { type: 'INT', default: 3, min: 1 },
  /**
   * What a node of a KRaft cluster is: `broker`, or `broker,controller` if the brokers are the controllers, too. Setting it chooses
   * KRaft mode. Default: not set.
   */
  'process.roles': { type: 'LIST', default: '', oneOf: ['broker', 'controller'] },
  /** How often a log looks for expired producers, in ms. Default 600000. */
  'producer.id.expiration.check.interval.ms': { type: 'INT', default: 600_000, min: 1 },
  /** How long a log remembers a producer after its last record, in ms of the records' timestamps. Default 86400000. */
  'producer.id.expiration.ms': { type: 'INT', default: 86_400_000, min: 1 },
  /** How long a follower waits after a failed fetch, in ms. Default 1000. */
  'replica.fetch.backoff.ms': { type: 'INT', default: 1000, min: 0 },
  /** Bytes that a follower fetches from one partition, at most. Default 1048576. */
  'replica.fetch.max.bytes': { type: 'INT', default: 1_048_576, min: 0 },
  /** Bytes that a follower fetches in one request, at most. Default 10485760. */
  'replica.fetch.response.max.bytes': { type: 'INT', default: 10_485_760, min: 0 },
  /** How long a leader holds a follower's fetch that finds no data, in ms; a follower may learn of a new high watermark that late. Default 500. */
  'replica.fetch.wait.max.ms': { type: 'INT', default: 500 },
  /** How long a follower may lag before it is removed from the in-sync replicas, in ms. Default 30000. */
  'replica.lag.time.max.ms': { type: 'LONG', default: 30_000 },
  /**
   * `org.apache.kafka.common.replica.RackAwareReplicaSelector`: a leader directs consumers with a `client.rack` to an in-sync replica in
   * that rack (KIP-392). Default: none; consumers read from leaders.
   */
  'replica.selector.class': {
    type: 'STRING',
    default: '',
    oneOf: [
      'org.apache.kafka.common.replica.LeaderSelector',
      'org.apache.kafka.common.replica.RackAwareReplicaSelector',
    ],
  },
  /** How long a broker waits for the response of another broker, and for the replication of a transaction marker, in ms. Default 30000. */
  'request.timeout.ms': { type: 'INT', default: 30_000 },
  /** How often a coordinator looks for transactions that have timed out, in ms. Default 10000. */
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': { type: 'INT', default: 10_000, min: 1 },
  /** Largest transaction.timeout.ms that a producer may ask for, in ms. Default 900000. */
  'transaction.max.timeout.ms': { type: 'INT', default: 900_000, min: 1 },
  /** Whether a leader asks the coordinator before it accepts the first batch of a transaction (KIP-890). Default true. */
  'transaction.partition.verification.enable': { type: 'BOOLEAN', default: true },
  /** In-sync replicas that `__transaction_state` needs. Default 2. */
  'transaction.state.log.min.isr': { type: 'INT', default: 2, min: 1 },
  /** Partitions of `__transaction_state`. Default 50. */
  'transaction.state.log.num.partitions': { type: 'INT', default: 50, min: 1 },
  /** Replicas of `__transaction_state`, which cannot be created with fewer brokers. Default 3. */
  'transaction.state.log.replication.factor': { type: 'INT', default: 3, min: 1 },
  /**
   * Whether a replica that is not in sync may become leader if no other is left; records can be lost. KRaft of 3.6.1 ignores it.
   * Default false.
   */
  'unclean.leader.election.enable': { type: 'BOOLEAN', default: false },
  /** The addresses of ZooKeeper. Setting it chooses ZooKeeper mode; the value has no other effect. Default: not set. */
  'zookeeper.connect': { type: 'STRING', default: '' },
  /** How long a crashed broker stays registered, and so keeps its leaderships, in ZooKeeper mode, in ms. Default 18000. */
  'zookeeper.session.timeout.ms': { type: 'INT', default: 18_000 },
} as const;

/** The keys of a topic (LogConfig), each with the broker's key that holds its type, its range and its default. */
export const TOPIC_KEYS = {
  /**
   * What becomes of old records: `delete` removes segments by age and size, `compact` would keep the latest record of each key (logs are never
   * compacted here), or both. With `compact`, records without a key are refused. Default: the brokers' `log.cleanup.policy`, `delete`.
   */
  'cleanup.policy': 'log.cleanup.policy',
  /**
   * How batches are compressed in the log; `producer`: as the producer has compressed them. Checked, but without effect here. Default: the
   * brokers' `compression.type`, `producer`.
   */
  'compression.type': 'compression.type',
  /**
   * Largest record batch in bytes, compressed; larger ones are refused with MESSAGE_TOO_LARGE. Default: the brokers' `message.max.bytes`,
   * 1048588.
   */
  'max.message.bytes': 'message.max.bytes',
  /**
   * How far the timestamp of a record may be ahead of the broker's clock, in ms; others are refused with INVALID_TIMESTAMP. Default: the
   * brokers' `log.message.timestamp.after.max.ms`, no limit.
   */
  'message.timestamp.after.max.ms': 'log.message.timestamp.after.max.ms',
  /**
   * How far the timestamp of a record may be behind the broker's clock, in ms; others are refused with INVALID_TIMESTAMP. Default: the
   * brokers' `log.message.timestamp.before.max.ms`, no limit.
   */
  'message.timestamp.before.max.ms': 'log.message.timestamp.before.max.ms',
  /**
   * Deprecated: the limit in both directions, where its successors are not set (KIP-937). Default: the brokers'
   * `log.message.timestamp.difference.max.ms`, no limit.
   */
  'message.timestamp.difference.max.ms': 'log.message.timestamp.difference.max.ms',
  /**
   * Whose time a record has: `CreateTime`, the producer's, or `LogAppendTime`, the broker's when it appends the batch. Default: the brokers'
   * `log.message.timestamp.type`, `CreateTime`.
   */
  'message.timestamp.type': 'log.message.timestamp.type',
  /**
   * In-sync replicas that a record with acks=all needs: with fewer it is refused with NOT_ENOUGH_REPLICAS. 2 of 3 replicas survive the loss of
   * one broker. Default: the brokers' `min.insync.replicas`, 1.
   */
  'min.insync.replicas': 'min.insync.replicas',
  /**
   * Size of a partition's log in bytes above which its oldest segments are deleted; -1: no limit. Default: the brokers' `log.retention.bytes`,
   * -1.
   */
  'retention.bytes': 'log.retention.bytes',
  /** Age in ms at which records are deleted; -1: no limit. Default: the brokers' `log.retention.ms`, 604800000, a week. */
  'retention.ms': 'log.retention.ms',
  /**
   * Largest segment in bytes. Logs are deleted segment by segment, and never the last one. Default: the brokers' `log.segment.bytes`,
   * 1073741824.
   */
  'segment.bytes': 'log.segment.bytes',
  /** Longest time between the first and the last record of a segment, in ms. Default: the brokers' `log.roll.ms`, 604800000, a week. */
  'segment.ms': 'log.roll.ms',
  /**
   * Whether a replica that is not in sync may become leader if no other is left; records can be lost. KRaft of 3.6.1 ignores it. Default: the
   * brokers' `unclean.leader.election.enable`, false.
   */
  'unclean.leader.election.enable': 'unclean.leader.election.enable',
} as const;

/** Further keys of a topic, which a 3.6.1 broker knows and which have no effect here, with their defaults. */
export const TOPIC_KEYS_WITHOUT_EFFECT = {
  /** How long compaction keeps records whose value is `null`, in ms. Without effect here. Default 86400000, a day. */
  'delete.retention.ms': 86_400_000,
  /** How long the file of a deleted segment is kept, in ms. Without effect here. Default 60000. */
  'file.delete.delay.ms': 60_000,
  /** Records after which the log is written to disk. Without effect here: a log survives every crash. Default: no limit. */
  'flush.messages': 9_223_372_036_854_776_000,
  /** Time after which the log is written to disk, in ms. Without effect here: a log survives every crash. Default: no limit. */
  'flush.ms': 9_223_372_036_854_776_000,
  /** Followers whose replication is throttled, as `partition:broker`, or `*`. Without effect here. Default: none. */
  'follower.replication.throttled.replicas': '',
  /** Bytes of records for one entry of the offset index. Without effect here. Default 4096. */
  'index.interval.bytes': 4096,
  /** Leaders whose replication is throttled, as `partition:broker`, or `*`. Without effect here. Default: none. */
  'leader.replication.throttled.replicas': '',
  /** Size of the local part of a tiered log in bytes; -2: retention.bytes. Without effect here. Default -2. */
  'local.retention.bytes': -2,
  /** Age in ms at which the local part of a tiered log is deleted; -2: retention.ms. Without effect here. Default -2. */
  'local.retention.ms': -2,
  /** Longest time in ms that a record is not compacted. Without effect here. Default: no limit. */
  'max.compaction.lag.ms': 9_223_372_036_854_776_000,
  /** Whether records are converted for consumers with older formats. Without effect here. Default true. */
  'message.downconversion.enable': true,
  /** Deprecated: the format of records in the log. Without effect, as in Kafka 3. Default `3.0-IV1`. */
  'message.format.version': '3.0-IV1',
  /** Part of a log that has to be uncompacted before it is compacted. Without effect here. Default 0.5. */
  'min.cleanable.dirty.ratio': 0.5,
  /** Shortest time in ms that a record is not compacted. Without effect here. Default 0. */
  'min.compaction.lag.ms': 0,
  /** Whether the file of a new segment is allocated at once. Without effect here. Default false. */
  preallocate: false,
  /** Whether the log is tiered. Without effect here. Default false. */
  'remote.storage.enable': false,
  /** Size of the offset index of a segment, in bytes. Without effect here. Default 10485760. */
  'segment.index.bytes': 10_485_760,
  /** Largest random difference to segment.ms, in ms. Without effect here. Default 0. */
  'segment.jitter.ms': 0,
} as const;
