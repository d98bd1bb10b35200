import { describe, expect, it } from 'vitest';
import type { ConfigLog } from '../../../src/client/config/config-log.ts';
import { parseConfig } from '../../../src/client/config/parse-config.ts';
import { javaClassOf } from '../../../src/client/host/logging.ts';
import { ByteArraySerializer } from '../../../src/client/serialization/bytes.ts';
import { StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { CLIENT_VERSIONS, type ClientVersion } from '../../../src/client/versions/index.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import type { ProducerConfigInput } from '../../../src/producer/config/input.ts';
import { producerClasses } from '../../../src/producer/config/java-classes.ts';
import {
  type ProducerConfig,
  type ProducerConfigOptions,
  resolveProducerConfig,
} from '../../../src/producer/config/producer-config.ts';
import { ConfigException } from '../../../src/protocol/errors/exceptions.ts';
import { goldenTable } from '../../golden-tables.ts';

interface GoldenError {
  fqcn: string;
  message: string;
  cause?: GoldenError;
}
interface Row {
  config: Record<string, unknown>;
  serializersPassedAsArguments: boolean;
  result: 'ok' | 'error';
  error?: GoldenError;
  effective?: Record<string, unknown>;
  logs: string[];
}

/** Each table was recorded in one Java process, so that the numbers of default client ids run through all rows. */
const clientNumbers = new Map<ClientVersion, number>();

function options(row: Row, version: ClientVersion, logs: string[]): ProducerConfigOptions {
  // The table has no `ProducerConfig values:`; test/client/config/config-values.test.ts compares these.
  const log: ConfigLog = (level, _logger, message) => {
    if (typeof message === 'string') logs.push(`${level} ${message}`);
  };
  const nextClientNumber = (): number => {
    const number = clientNumbers.get(version) ?? 1;
    clientNumbers.set(version, number + 1);
    return number;
  };
  const base = { version, nextClientNumber, nextRandom: () => 0, log };
  if (!row.serializersPassedAsArguments) return base;
  return { ...base, keySerializer: new ByteArraySerializer(), valueSerializer: new ByteArraySerializer() };
}

/** The outcome in the form of the table, which contains doubles and longs as text. */
function outcome(row: Row, version: ClientVersion): Pick<Row, 'result' | 'error' | 'effective' | 'logs'> {
  const logs: string[] = [];
  try {
    const config = resolveProducerConfig(new Map(Object.entries(row.config)), options(row, version, logs));
    return { result: 'ok', effective: effective(config), logs };
  } catch (error) {
    return { result: 'error', error: errorChain(error as Error), logs };
  }
}

function effective(config: ProducerConfig): Record<string, unknown> {
  const { values } = config;
  const kept = ['acks', 'enable.idempotence', 'retries', 'max.in.flight.requests.per.connection', 'client.id'];
  kept.push('transactional.id', 'reconnect.backoff.ms', 'reconnect.backoff.max.ms');
  // What the table of 3.9 has, too.
  if (config.version === CLIENT_VERSIONS['3.9'])
    kept.push('retry.backoff.ms', 'retry.backoff.max.ms', 'metadata.recovery.strategy', 'enable.metrics.push');
  return {
    ...Object.fromEntries(kept.map((name) => [name, values.get(name)])),
    'linger.ms': config.lingerMs,
    'deliveryTimeoutMs(accumulator)': config.deliveryTimeoutMs,
    'batchSize(accumulator)': config.batchSize,
    compression: config.compressionType,
    hasTransactionManager: config.enableIdempotence,
    guaranteeMessageOrder: config.maxInFlightRequestsPerConnection === 1,
    bootstrapNodes: config.bootstrapServers.map(({ host, port }, i) => `${-1 - i}@${host}:${port}`),
  };
}

function errorChain(error: Error): GoldenError {
  const chain: GoldenError = { fqcn: javaClassOf(error), message: error.message };
  if (error.cause instanceof Error) chain.cause = errorChain(error.cause);
  return chain;
}

function withoutKinds(error: GoldenError): GoldenError {
  const { fqcn, message, cause } = error;
  return cause === undefined ? { fqcn, message } : { fqcn, message, cause: withoutKinds(cause) };
}

const serializers = [
  ['key.serializer', StringSerializer],
  ['value.serializer', StringSerializer],
] as const;

describe('A producer’s configuration', () => {
  describe.each([
    ['3.6.1', undefined, 121],
    ['3.9', '3.9', 144],
    ['4.3', '4.3', 121],
  ] as const)('is accepted, refused and logged as by the Java client %s', (name, table, count) => {
    const version = CLIENT_VERSIONS[name];
    const golden = goldenTable<Row[]>('config_validation', table);
    it('in all recorded cases', () => expect(golden).toHaveLength(count));

    for (const row of golden) {
      const kind = row.serializersPassedAsArguments ? '' : ' (no serializers passed)';
      it(`${JSON.stringify(row.config)}${kind}`, () => {
        const { result, error, effective: found, logs } = outcome(row, version);
        expect(error).toEqual(row.error && withoutKinds(row.error));
        expect(result).toBe(row.result);
        expect(found).toEqual(row.effective);
        expect(logs).toEqual(row.logs);
      });
    }
  });

  describe('is refused with Java’s message, in cases that the table does not have', () => {
    // Recorded from kafka-clients 3.6.1.
    const refusals: readonly (readonly [name: string, value: unknown, message: string])[] = [
      [
        'buffer.memory',
        '9223372036854775808',
        'Invalid value 9223372036854775808 for configuration buffer.memory: Not a number of type LONG',
      ],
      [
        'linger.ms',
        '-9223372036854775809',
        'Invalid value -9223372036854775809 for configuration linger.ms: Not a number of type LONG',
      ],
      [
        'acks',
        ['x'],
        'Invalid value [x] for configuration acks: Expected value to be a string, but it was a java.util.ArrayList',
      ],
      [
        'client.dns.lookup',
        [],
        'Invalid value [] for configuration client.dns.lookup: Expected value to be a string, but it was a java.util.ArrayList',
      ],
      [
        'linger.ms',
        ['a', 'b'],
        'Invalid value [a, b] for configuration linger.ms: Expected value to be a 64-bit integer (long), but it was a java.util.ArrayList',
      ],
      [
        'partitioner.ignore.keys',
        ['x'],
        'Invalid value [x] for configuration partitioner.ignore.keys: Expected value to be either true or false',
      ],
      [
        'sasl.login.refresh.window.factor',
        ' 7 ',
        'Invalid value 7.0 for configuration sasl.login.refresh.window.factor: Value must be no more than 1.0',
      ],
      [
        'sasl.login.refresh.window.factor',
        '2147483647',
        'Invalid value 2.147483647E9 for configuration sasl.login.refresh.window.factor: Value must be no more than 1.0',
      ],
      [
        'sasl.kerberos.ticket.renew.jitter',
        '0x10',
        'Invalid value 0x10 for configuration sasl.kerberos.ticket.renew.jitter: Not a number of type DOUBLE',
      ],
    ];
    for (const [name, value, message] of refusals) {
      it(`${name}: ${JSON.stringify(value)}`, () => {
        const originals = new Map<string, unknown>([...serializers, [name, value]]);
        expect(() => parseConfig(V3_6_1.keys.producer, originals, producerClasses(V3_6_1))).toThrow(
          new ConfigException(message),
        );
      });
    }

    it('interceptor.classes: a class that is not an interceptor', () => {
      const config = { 'bootstrap.servers': '10.0.0.1:9092', 'interceptor.classes': 'java.lang.String' };
      const row: Row = { config, serializersPassedAsArguments: true, result: 'error', logs: [] };
      expect(outcome(row, V3_6_1).error?.cause).toEqual({
        fqcn: 'java.lang.ClassCastException',
        message: 'class java.lang.String',
      });
    });
  });

  it('accepts all of its defaults', () => {
    expect(parseConfig(V3_6_1.keys.producer, new Map(serializers), producerClasses(V3_6_1)).get('linger.ms')).toBe(0);
  });

  it('is typed, so that a value that Kafka refuses does not compile', () => {
    const good: ProducerConfigInput = { acks: 'all', 'linger.ms': 5, 'batch.size': '100', 'buffer.memory': 10n };
    // @ts-expect-error acks is text
    const number: ProducerConfigInput = { acks: 1 };
    // @ts-expect-error no such key
    const unknown: ProducerConfigInput = { 'block.on.buffer.full': 'true' };
    // @ts-expect-error no such codec
    const codec: ProducerConfigInput = { 'compression.type': 'brotli' };
    expect([good, number, unknown, codec]).toHaveLength(4);
  });

  it('configures the serializers that it creates, but not those passed to the constructor', () => {
    const calls: unknown[] = [];
    class Recording extends StringSerializer {
      override configure(configs: ReadonlyMap<string, unknown>, isKey: boolean): void {
        calls.push([configs.get('client.id'), isKey]);
      }
    }
    const base = { version: V3_6_1, nextClientNumber: () => 7, nextRandom: () => 0, log: () => {} };
    const input: ProducerConfigInput = { 'bootstrap.servers': 'b:1', 'key.serializer': Recording };
    resolveProducerConfig(input, { ...base, valueSerializer: new Recording() });
    expect(calls).toEqual([['producer-7', true]]);
  });

  it('logs keys that have no meaning with the values of other keys as unused', () => {
    const logs: string[] = [];
    const base = {
      version: V3_6_1,
      nextClientNumber: () => 1,
      nextRandom: () => 0,
      keySerializer: new StringSerializer(),
    };
    resolveProducerConfig(
      { 'bootstrap.servers': 'b:1', acks: '1', 'transaction.timeout.ms': 5, 'ssl.provider': 'x' },
      {
        ...base,
        valueSerializer: new StringSerializer(),
        log: (level, logger, message) => logs.push(`${level} ${logger} ${message}`),
      },
    );
    expect(logs.at(-1)).toBe(
      'INFO org.apache.kafka.clients.producer.ProducerConfig ' +
        "These configurations '[ssl.provider, transaction.timeout.ms]' were supplied but are not used yet.",
    );
  });
});
