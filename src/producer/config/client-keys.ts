/**
 * The keys of an admin client's and of a plain consumer's configuration, with Kafka 3.6.1's types, defaults and ranges.
 *
 * Refuses to know: group membership; the keys of balancing and heartbeats are unknown here, and reported as unused.
 */
import { type ConfigDef, type ConfigKey, defineConfig, key } from './config-def.ts';
import { SECURITY_KEYS } from './security-keys.ts';
import { atLeast, between, nonNull, oneOf, oneOfIgnoringCase } from './validators.ts';

const MAX_INT = 0x7fffffff;

/** What both have. */
function connectionKeys(connectionsMaxIdleMs: number): Readonly<Record<string, ConfigKey>> {
  return {
    'client.id': key('STRING', ''),
    'client.dns.lookup': key(
      'STRING',
      'use_all_dns_ips',
      oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
    ),
    'metadata.max.age.ms': key('LONG', 300_000, atLeast(0)),
    'send.buffer.bytes': key('INT', 131_072, atLeast(-1)),
    'receive.buffer.bytes': key('INT', 65_536, atLeast(-1)),
    'reconnect.backoff.ms': key('LONG', 50, atLeast(0)),
    'reconnect.backoff.max.ms': key('LONG', 1000, atLeast(0)),
    'retry.backoff.ms': key('LONG', 100, atLeast(0)),
    'request.timeout.ms': key('INT', 30_000, atLeast(0)),
    'default.api.timeout.ms': key('INT', 60_000, atLeast(0)),
    'socket.connection.setup.timeout.ms': key('LONG', 10_000),
    'socket.connection.setup.timeout.max.ms': key('LONG', 30_000),
    'connections.max.idle.ms': key('LONG', connectionsMaxIdleMs),
    'metrics.sample.window.ms': key('LONG', 30_000, atLeast(0)),
    'metrics.num.samples': key('INT', 2, atLeast(1)),
    'metrics.recording.level': key('STRING', 'INFO', oneOf('INFO', 'DEBUG', 'TRACE')),
    'metric.reporters': key('LIST', [], nonNull),
    'auto.include.jmx.reporter': key('BOOLEAN', true),
    'security.protocol': key(
      'STRING',
      'PLAINTEXT',
      oneOfIgnoringCase('SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT'),
    ),
    'security.providers': key('STRING', null),
    ...SECURITY_KEYS,
  };
}

export const ADMIN_CLIENT_KEYS: ConfigDef = defineConfig({
  // Required, unlike a producer's: Java gives it no default.
  'bootstrap.servers': key('LIST'),
  retries: key('INT', MAX_INT, between(0, MAX_INT)),
  ...connectionKeys(300_000),
});

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
