/**
 * The configuration keys that the admin client and the consumer share, with Kafka 3.6.1's types, defaults and ranges.
 */
import { type ConfigKey, key } from './config-def.ts';
import { SECURITY_KEYS } from './security-keys.ts';
import { atLeast, nonNull, oneOf, oneOfIgnoringCase } from './validators.ts';

/** @param connectionsMaxIdleMs the default of `connections.max.idle.ms`, in which the two differ */
export function connectionKeys(connectionsMaxIdleMs: number): Readonly<Record<string, ConfigKey>> {
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
