/**
 * The keys of a producer's configuration, with Kafka 3.6.1's types, defaults and ranges.
 */
import { type ConfigDef, defineConfig, key } from '../../client/config/config-def.ts';
import { SECURITY_KEYS } from '../../client/config/security-keys.ts';
import { atLeast, between, nonEmptyString, nonNull, oneOf, oneOfIgnoringCase } from '../../client/config/validators.ts';
import { PRODUCER_CLASSES } from './java-classes.ts';

const MAX_INT = 0x7fffffff;

/** In the order of Java's definition, which is the order in which values are checked. */
export const PRODUCER_KEYS: ConfigDef = defineConfig(
  {
    'bootstrap.servers': key('LIST', [], nonNull),
    'client.dns.lookup': key(
      'STRING',
      'use_all_dns_ips',
      oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
    ),
    'buffer.memory': key('LONG', 33_554_432, atLeast(0)),
    retries: key('INT', MAX_INT, between(0, MAX_INT)),
    acks: key('STRING', 'all', oneOf('all', '-1', '0', '1')),
    'compression.type': key('STRING', 'none', oneOf('none', 'gzip', 'snappy', 'lz4', 'zstd')),
    'batch.size': key('INT', 16_384, atLeast(0)),
    'partitioner.adaptive.partitioning.enable': key('BOOLEAN', true),
    'partitioner.availability.timeout.ms': key('LONG', 0, atLeast(0)),
    'partitioner.ignore.keys': key('BOOLEAN', false),
    'linger.ms': key('LONG', 0, atLeast(0)),
    'delivery.timeout.ms': key('INT', 120_000, atLeast(0)),
    'client.id': key('STRING', ''),
    'send.buffer.bytes': key('INT', 131_072, atLeast(-1)),
    'receive.buffer.bytes': key('INT', 32_768, atLeast(-1)),
    'max.request.size': key('INT', 1_048_576, atLeast(0)),
    'reconnect.backoff.ms': key('LONG', 50, atLeast(0)),
    'reconnect.backoff.max.ms': key('LONG', 1000, atLeast(0)),
    'retry.backoff.ms': key('LONG', 100, atLeast(0)),
    'max.block.ms': key('LONG', 60_000, atLeast(0)),
    'request.timeout.ms': key('INT', 30_000, atLeast(0)),
    'metadata.max.age.ms': key('LONG', 300_000, atLeast(0)),
    'metadata.max.idle.ms': key('LONG', 300_000, atLeast(5000)),
    'metrics.sample.window.ms': key('LONG', 30_000, atLeast(0)),
    'metrics.num.samples': key('INT', 2, atLeast(1)),
    'metrics.recording.level': key('STRING', 'INFO', oneOf('INFO', 'DEBUG', 'TRACE')),
    'metric.reporters': key('LIST', [], nonNull),
    'auto.include.jmx.reporter': key('BOOLEAN', true),
    'max.in.flight.requests.per.connection': key('INT', 5, atLeast(1)),
    'key.serializer': key('CLASS'),
    'value.serializer': key('CLASS'),
    'socket.connection.setup.timeout.ms': key('LONG', 10_000),
    'socket.connection.setup.timeout.max.ms': key('LONG', 30_000),
    'connections.max.idle.ms': key('LONG', 540_000),
    'partitioner.class': key('CLASS', null),
    'interceptor.classes': key('LIST', [], nonNull),
    'security.protocol': key(
      'STRING',
      'PLAINTEXT',
      oneOfIgnoringCase('SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT'),
    ),
    'security.providers': key('STRING', null),
    ...SECURITY_KEYS,
    'enable.idempotence': key('BOOLEAN', true),
    'transaction.timeout.ms': key('INT', 60_000),
    'transactional.id': key('STRING', null, nonEmptyString),
  },
  PRODUCER_CLASSES,
);
