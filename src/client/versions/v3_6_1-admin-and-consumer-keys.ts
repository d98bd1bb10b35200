/**
 * The configuration keys of the 3.6.1 admin client (AdminClientConfig) and consumer (ConsumerConfig).
 */
import { SECURITY_KEYS } from './v3_6_1-security-keys.ts';

/** The keys that both have, except those in whose defaults they differ. */
const CONNECTION_KEYS = {
  /** Name of the client in logs and requests. Default `adminclient-N`, or `consumer-` with the group.id and N. */
  'client.id': { type: 'STRING', default: '' },
  /** How a host name with several addresses is used. Without effect here. Default `use_all_dns_ips`. */
  'client.dns.lookup': {
    type: 'STRING',
    default: 'use_all_dns_ips',
    oneOf: ['use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'],
  },
  /** Age at which metadata is fetched again, in ms. Default 300000. */
  'metadata.max.age.ms': { type: 'LONG', default: 300_000, min: 0 },
  /** Size of the TCP send buffer; -1: that of the operating system. Without effect here. Default 131072. */
  'send.buffer.bytes': { type: 'INT', default: 131_072, min: -1 },
  /** Size of the TCP receive buffer; -1: that of the operating system. Without effect here. Default 65536. */
  'receive.buffer.bytes': { type: 'INT', default: 65_536, min: -1 },
  /** Wait before connecting to a broker again, in ms; doubles up to reconnect.backoff.max.ms, with a random fifth more or less. Default 50. */
  'reconnect.backoff.ms': { type: 'LONG', default: 50, min: 0 },
  /** Longest wait before connecting to a broker again, in ms. Default 1000; if only reconnect.backoff.ms is set, that value. */
  'reconnect.backoff.max.ms': { type: 'LONG', default: 1000, min: 0 },
  /** Wait before a failed request is sent again, and between metadata requests, in ms. Default 100. */
  'retry.backoff.ms': { type: 'LONG', default: 100, min: 0 },
  /** How long a request may take before the connection is closed, in ms. Default 30000. */
  'request.timeout.ms': { type: 'INT', default: 30_000, min: 0 },
  /** How long a call may take that names no timeout of its own, in ms. Default 60000. */
  'default.api.timeout.ms': { type: 'INT', default: 60_000, min: 0 },
  /** How long setting up a connection may take, in ms; doubles up to the maximum. Default 10000. */
  'socket.connection.setup.timeout.ms': { type: 'LONG', default: 10_000 },
  /** Longest time that setting up a connection may take after several failed attempts, in ms. Default 30000. */
  'socket.connection.setup.timeout.max.ms': { type: 'LONG', default: 30_000 },
  /** Length of one sample of a metric, in ms. Without effect here. Default 30000. */
  'metrics.sample.window.ms': { type: 'LONG', default: 30_000, min: 0 },
  /** Samples that averages, maxima and rates are computed over. Without effect here. Default 2. */
  'metrics.num.samples': { type: 'INT', default: 2, min: 1 },
  /** The most detailed metrics that are recorded: `INFO`, `DEBUG` or `TRACE`. Without effect here. Default `INFO`. */
  'metrics.recording.level': { type: 'STRING', default: 'INFO', oneOf: ['INFO', 'DEBUG', 'TRACE'] },
  /** Java classes that take metrics. Without effect here. Default: none. */
  'metric.reporters': { type: 'LIST', default: [], nonNull: true },
  /** Whether metrics are reported to JMX, also if metric.reporters does not name it. Deprecated. Without effect here. Default true. */
  'auto.include.jmx.reporter': { type: 'BOOLEAN', default: true },
  /**
   * How the client talks to brokers: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`. Anything but PLAINTEXT is refused here. Default
   * `PLAINTEXT`.
   */
  'security.protocol': {
    type: 'STRING',
    default: 'PLAINTEXT',
    oneOfIgnoringCase: ['SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT'],
  },
  /** Java classes that make security providers. Without effect here. Default `null`. */
  'security.providers': { type: 'STRING', default: null },
} as const;

const ADMIN_OWN_KEYS = {
  /** Brokers to connect to first: `host:port,host:port`, or a list. Default: all brokers of the simulation. */
  'bootstrap.servers': { type: 'LIST' },
  /** How often a call is tried again after a retriable error. Default 2147483647. */
  retries: { type: 'INT', default: 2_147_483_647, min: 0, max: 2_147_483_647 },
  /** How long a connection stays open without requests, in ms. Default 300000. */
  'connections.max.idle.ms': { type: 'LONG', default: 300_000 },
} as const;

const CONSUMER_OWN_KEYS = {
  /** Brokers to connect to first: `host:port,host:port`, or a list. Default: all brokers of the simulation. */
  'bootstrap.servers': { type: 'LIST', default: [], nonNull: true },
  /** How long a connection stays open without requests, in ms. Default 540000. */
  'connections.max.idle.ms': { type: 'LONG', default: 540_000 },
  /** The consumer group, which the consumer joins when it subscribes. Without one it commits no offsets. Default `null`. */
  'group.id': { type: 'STRING', default: null },
  /** Makes the consumer a static member of its group, which keeps its partitions while it is restarted. Default `null`. */
  'group.instance.id': { type: 'STRING', default: null, nonEmpty: true },
  /** How long the coordinator waits for a heartbeat before it removes the consumer from the group, in ms. Default 45000. */
  'session.timeout.ms': { type: 'INT', default: 45_000 },
  /** How often the consumer sends heartbeats to the coordinator, in ms. Default 3000. */
  'heartbeat.interval.ms': { type: 'INT', default: 3000 },
  /** How long the program may take between two calls of poll() before the consumer leaves the group, in ms. Default 300000. */
  'max.poll.interval.ms': { type: 'INT', default: 300_000, min: 1 },
  /**
   * Who assigns partitions to the members of a group, the preferred one first: Java class names of Kafka's four assignors. Default
   * `org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.CooperativeStickyAssignor`.
   */
  'partition.assignment.strategy': {
    type: 'LIST',
    default: [
      'org.apache.kafka.clients.consumer.RangeAssignor',
      'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
    ],
    nonNull: true,
    areDefaultsClasses: true,
  },
  /** Whether poll() commits the offsets of what earlier polls returned. Only with a group.id. Default true. */
  'enable.auto.commit': { type: 'BOOLEAN', default: true },
  /** How often poll() commits offsets, in ms. Default 5000. */
  'auto.commit.interval.ms': { type: 'INT', default: 5000, min: 0 },
  /** Whether metadata requests create topics that do not exist, if the brokers' auto.create.topics.enable allows it. Default true. */
  'allow.auto.create.topics': { type: 'BOOLEAN', default: true },
  /** Whether the checksums of fetched records are checked. Without effect here. Default true. */
  'check.crcs': { type: 'BOOLEAN', default: true },
  /** Java classes that see records before poll() returns them, and commits. Without effect here. Default: none. */
  'interceptor.classes': { type: 'LIST', default: [], nonNull: true },
  /** Whether subscribe(pattern) leaves out internal topics, such as `__consumer_offsets`. Default true. */
  'exclude.internal.topics': { type: 'BOOLEAN', default: true },
  /** The rack of the client: leaders may direct it to replicas in that rack (KIP-392). Default: none. */
  'client.rack': { type: 'STRING', default: '', nonNull: true },
  /**
   * Where to read from without a position, or behind one that does not exist any more: `latest`, `earliest`, or `none` for an error. Default
   * `latest`.
   */
  'auto.offset.reset': { type: 'STRING', default: 'latest', oneOf: ['latest', 'earliest', 'none'] },
  /** Bytes that a broker waits for before it answers a fetch. Default 1. */
  'fetch.min.bytes': { type: 'INT', default: 1, min: 0 },
  /** Bytes of one fetch response, at most. Default 52428800. */
  'fetch.max.bytes': { type: 'INT', default: 52_428_800, min: 0 },
  /** How long a broker waits for fetch.min.bytes, in ms. Default 500. */
  'fetch.max.wait.ms': { type: 'INT', default: 500, min: 0 },
  /** Bytes of one partition in a fetch response, at most. Default 1048576. */
  'max.partition.fetch.bytes': { type: 'INT', default: 1_048_576, min: 0 },
  /** Records that one poll() returns, at most. Default 500. */
  'max.poll.records': { type: 'INT', default: 500, min: 1 },
  /**
   * `read_committed`: only records of committed transactions and those outside of any, up to the first open transaction. Default
   * `read_uncommitted`.
   */
  'isolation.level': {
    type: 'STRING',
    default: 'read_uncommitted',
    oneOf: ['read_committed', 'read_uncommitted'],
  },
  /**
   * Makes keys of bytes: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. No default: it has
   * to be set.
   */
  'key.deserializer': { type: 'CLASS' },
  /**
   * Makes values of bytes: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. No default: it
   * has to be set.
   */
  'value.deserializer': { type: 'CLASS' },
} as const;

export type AdminKeys = typeof ADMIN_OWN_KEYS & typeof CONNECTION_KEYS & typeof SECURITY_KEYS;
export type ConsumerKeys = typeof CONSUMER_OWN_KEYS & typeof CONNECTION_KEYS & typeof SECURITY_KEYS;

let admin: AdminKeys | undefined;
let consumer: ConsumerKeys | undefined;

/** Joined when they are first asked for, since most programs have producers only. */
export function adminKeys(): AdminKeys {
  admin ??= { ...ADMIN_OWN_KEYS, ...CONNECTION_KEYS, ...SECURITY_KEYS };
  return admin;
}

/** Joined when they are first asked for, since most programs have producers only. */
export function consumerKeys(): ConsumerKeys {
  consumer ??= { ...CONSUMER_OWN_KEYS, ...CONNECTION_KEYS, ...SECURITY_KEYS };
  return consumer;
}
