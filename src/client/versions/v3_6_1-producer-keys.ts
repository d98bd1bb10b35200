/**
 * The 88 configuration keys of the 3.6.1 producer (ProducerConfig), in the order of Java's definition.
 */
import { SECURITY_KEYS } from './v3_6_1-security-keys.ts';

const KEYS_BEFORE_SECURITY = {
  /** Brokers to connect to first: `host:port,host:port`, or a list. Default: all brokers of the simulation. */
  'bootstrap.servers': { type: 'LIST', default: [], nonNull: true },
  /** How a host name with several addresses is used. Without effect here. Default `use_all_dns_ips`. */
  'client.dns.lookup': {
    type: 'STRING',
    default: 'use_all_dns_ips',
    oneOf: ['use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'],
  },
  /** Bytes for records that wait to be sent; send() blocks while they are used up. Default 33554432 (32 MiB). */
  'buffer.memory': { type: 'LONG', default: 33_554_432, min: 0 },
  /** How often a batch is sent again after a retriable error; delivery.timeout.ms usually ends it first. Default 2147483647. */
  retries: { type: 'INT', default: 2_147_483_647, min: 0, max: 2_147_483_647 },
  /**
   * What a leader waits for before it answers: `all` (or `-1`) for every in-sync replica, `1` for its own log, `0` for no
   * answer at all. Text only, as in Java. Default `all`.
   */
  acks: { type: 'STRING', default: 'all', oneOf: ['all', '-1', '0', '1'] },
  /** How batches are compressed: `none`, `gzip`, `snappy`, `lz4` or `zstd`. The larger a batch, the better it is compressed. Default `none`. */
  'compression.type': { type: 'STRING', default: 'none', oneOf: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] },
  /** Bytes of a batch at which it is sent without waiting for linger.ms. Default 16384. */
  'batch.size': { type: 'INT', default: 16_384, min: 0 },
  /** The built-in partitioner prefers partitions whose leaders answer faster (KIP-794). Default true. */
  'partitioner.adaptive.partitioning.enable': { type: 'BOOLEAN', default: true },
  /** How long a leader may leave batches waiting, in ms, before the built-in partitioner avoids it; 0: never. Default 0. */
  'partitioner.availability.timeout.ms': { type: 'LONG', default: 0, min: 0 },
  /** The built-in partitioner does not look at keys. Default false. */
  'partitioner.ignore.keys': { type: 'BOOLEAN', default: false },
  /** How long a batch waits for more records, in ms. Default 0. */
  'linger.ms': { type: 'LONG', default: 0, min: 0 },
  /** Longest time from send() to the end of a record, in ms, retries included (KIP-91). Default 120000. */
  'delivery.timeout.ms': { type: 'INT', default: 120_000, min: 0 },
  /** Name of the client in logs, metrics and requests. Default `producer-N`, or `producer-` and the transactional.id. */
  'client.id': { type: 'STRING', default: '' },
  /** Size of the TCP send buffer; -1: that of the operating system. Without effect here. Default 131072. */
  'send.buffer.bytes': { type: 'INT', default: 131_072, min: -1 },
  /** Size of the TCP receive buffer; -1: that of the operating system. Without effect here. Default 32768. */
  'receive.buffer.bytes': { type: 'INT', default: 32_768, min: -1 },
  /** Largest request in bytes, and so the largest record. Default 1048576. */
  'max.request.size': { type: 'INT', default: 1_048_576, min: 0 },
  /** Wait before connecting to a broker again, in ms; doubles up to reconnect.backoff.max.ms, with a random fifth more or less. Default 50. */
  'reconnect.backoff.ms': { type: 'LONG', default: 50, min: 0 },
  /** Longest wait before connecting to a broker again, in ms. Default 1000; if only reconnect.backoff.ms is set, that value. */
  'reconnect.backoff.max.ms': { type: 'LONG', default: 1000, min: 0 },
  /** Wait before a failed request is sent again, and between metadata requests, in ms. Default 100. */
  'retry.backoff.ms': { type: 'LONG', default: 100, min: 0 },
  /** How long send(), partitionsFor() and the transactional calls may block, in ms. Default 60000. */
  'max.block.ms': { type: 'LONG', default: 60_000, min: 0 },
  /** How long a request may take before the connection is closed, in ms. Default 30000. */
  'request.timeout.ms': { type: 'INT', default: 30_000, min: 0 },
  /** Age at which metadata is fetched again, in ms. Default 300000. */
  'metadata.max.age.ms': { type: 'LONG', default: 300_000, min: 0 },
  /** How long metadata of a topic that is not written to is kept, in ms. Default 300000. */
  'metadata.max.idle.ms': { type: 'LONG', default: 300_000, min: 5000 },
  /** Length of one sample of a metric, in ms. Default 30000. */
  'metrics.sample.window.ms': { type: 'LONG', default: 30_000, min: 0 },
  /** Samples that averages, maxima and rates are computed over. Default 2. */
  'metrics.num.samples': { type: 'INT', default: 2, min: 1 },
  /** The most detailed metrics that are recorded: `INFO`, `DEBUG` or `TRACE`. Default `INFO`. */
  'metrics.recording.level': { type: 'STRING', default: 'INFO', oneOf: ['INFO', 'DEBUG', 'TRACE'] },
  /** Java classes that take metrics. Without effect here. Default: none. */
  'metric.reporters': { type: 'LIST', default: [], nonNull: true },
  /** Whether metrics are reported to JMX, also if metric.reporters does not name it. Deprecated. Without effect here. Default true. */
  'auto.include.jmx.reporter': { type: 'BOOLEAN', default: true },
  /** Requests in flight on one connection; idempotence allows 5 at most. Default 5. */
  'max.in.flight.requests.per.connection': { type: 'INT', default: 5, min: 1 },
  /**
   * Makes bytes of keys: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. No default: it has
   * to be set.
   */
  'key.serializer': { type: 'CLASS' },
  /**
   * Makes bytes of values: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. No default: it has
   * to be set.
   */
  'value.serializer': { type: 'CLASS' },
  /** How long setting up a connection may take, in ms; doubles up to the maximum. Default 10000. */
  'socket.connection.setup.timeout.ms': { type: 'LONG', default: 10_000 },
  /** Longest time that setting up a connection may take after several failed attempts, in ms. Default 30000. */
  'socket.connection.setup.timeout.max.ms': { type: 'LONG', default: 30_000 },
  /** How long a connection stays open without requests, in ms. Default 540000. */
  'connections.max.idle.ms': { type: 'LONG', default: 540_000 },
  /**
   * Chooses partitions: a class, or a Java class name. Default `null`: the built-in partitioner, which hashes keys and fills batches without
   * keys partition by partition.
   */
  'partitioner.class': { type: 'CLASS', default: null },
  /**
   * See or change each record before it is sent, and see its result: classes, or Java class names, in the order in which they are called.
   * Default: none.
   */
  'interceptor.classes': { type: 'LIST', default: [], nonNull: true },
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

const KEYS_AFTER_SECURITY = {
  /** Each record is stored once and in order, whatever is retried (KIP-98). Default true, if acks, retries and max.in.flight allow it. */
  'enable.idempotence': { type: 'BOOLEAN', default: true },
  /** How long a transaction may stay open before its coordinator aborts it, in ms. Default 60000. */
  'transaction.timeout.ms': { type: 'INT', default: 60_000 },
  /** Makes the producer transactional: one producer at a time may use an id. Default `null`. */
  'transactional.id': { type: 'STRING', default: null, nonEmpty: true },
} as const;

export type ProducerKeys = typeof KEYS_BEFORE_SECURITY & typeof SECURITY_KEYS & typeof KEYS_AFTER_SECURITY;

export const PRODUCER_KEYS: ProducerKeys = { ...KEYS_BEFORE_SECURITY, ...SECURITY_KEYS, ...KEYS_AFTER_SECURITY };
