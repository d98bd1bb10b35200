import { describe, expect, it } from 'vitest';
import { StringSerializer } from '../../src/client/serialization/string-serializer.ts';
import { KafkaProducer } from '../../src/producer/kafka-producer.ts';
import { ScriptedHost, START_MS } from '../client/network/scripted-host.ts';

/** Plug-ins that note their close() in `closed`; those that `failing` names then throw. */
function plugins(failing: readonly string[], closed: string[]): Record<string, unknown> {
  const close = (name: string): void => {
    closed.push(name);
    if (failing.includes(name)) throw new Error(`${name} broke`);
  };
  class Keys extends StringSerializer {
    close(): void {
      close('key');
    }
  }
  class Values extends StringSerializer {
    close(): void {
      close('value');
    }
  }
  class Chooser {
    partition(): number {
      return 0;
    }
    close(): void {
      close('partitioner');
    }
  }
  class Observer {
    onAcknowledgement(): void {}
    close(): void {
      close('interceptor');
    }
  }
  return {
    'key.serializer': Keys,
    'value.serializer': Values,
    'partitioner.class': Chooser,
    'interceptor.classes': [Observer],
  };
}

const ORDER = ['interceptor', 'key', 'value', 'partitioner'];

const linesOf = (clientHost: ScriptedHost): string[] =>
  clientHost.logs.map(({ level, logger, message }) => `${level} ${logger.replace(/.*\./, '')} ${message}`);

/** Calls close() of a producer, and returns what it rejects with. */
async function closed(producer: KafkaProducer, clientHost: ScriptedHost): Promise<unknown> {
  const failure = producer.close().then(
    () => 'nothing',
    (error: unknown) => error,
  );
  clientHost.runUntil(clientHost.now() - START_MS + 10);
  return await failure;
}

/** Recorded from kafka-clients 3.6.1. */
const METRICS_CLOSED = [
  'INFO Metrics Metrics scheduler closed',
  'INFO Metrics Closing reporter org.apache.kafka.common.metrics.JmxReporter',
  'INFO Metrics Metrics reporters closed',
];

describe('close() of a producer whose plug-ins throw in close()', () => {
  function started(...failing: string[]): { host: ScriptedHost; producer: KafkaProducer; order: string[] } {
    const host = new ScriptedHost();
    const order: string[] = [];
    const config = { 'bootstrap.servers': 'b:1', ...plugins(failing, order) };
    return { host, producer: new KafkaProducer(config, host, { clientNumber: 1 }), order };
  }

  it('closes all of them, logs the failures, and rejects with the first one as its cause', async () => {
    const { host, producer, order } = started('key', 'partitioner');
    expect(await closed(producer, host)).toMatchObject({
      name: 'KafkaException',
      message: 'Failed to close kafka producer',
      cause: new Error('key broke'),
    });
    expect(order).toEqual(ORDER);
    // Recorded from kafka-clients 3.6.1.
    expect(linesOf(host).slice(-6)).toEqual([
      ...METRICS_CLOSED,
      'ERROR Utils Failed to close producer keySerializer with type Keys',
      'ERROR Utils Failed to close producer partitioner with type Chooser',
      'INFO AppInfoParser App info kafka.producer for producer-1 unregistered',
    ]);
    expect(host.logs.at(-3)?.error).toEqual(new Error('key broke'));
  });

  it('rejects again when it is called again', async () => {
    const { host, producer, order } = started('value');
    const failure = { message: 'Failed to close kafka producer', cause: new Error('value broke') };
    expect(await closed(producer, host)).toMatchObject(failure);
    expect(await closed(producer, host)).toMatchObject(failure);
    expect(order).toEqual([...ORDER, ...ORDER]);
  });

  it('reports the failures that are not the cause to the host, since no caller sees them', async () => {
    const { host, producer } = started('interceptor', 'key', 'partitioner');
    expect(await closed(producer, host)).toMatchObject({ cause: new Error('key broke') });
    expect(host.userErrors).toEqual([
      'Error: interceptor broke in close() of the interceptor Observer',
      'Error: partitioner broke in close() of the partitioner Chooser',
    ]);
  });
});

describe('A constructor that fails', () => {
  /** The steps of the plug-ins so far. `step` is the one that fails: `P.conf`; `boot`: bootstrap.servers is wrong. */
  function failing(step: string, closing: readonly string[] = []): { host: ScriptedHost; steps: string[] } {
    const steps: string[] = [];
    const host = new ScriptedHost();
    const at = (name: string, failed = name === step || closing.includes(name)): void => {
      steps.push(name);
      if (failed) throw new Error(`${name} broke`);
    };
    const plugin = (name: string, Base: new () => object): (new () => object) =>
      ({
        [name]: class extends Base {
          constructor() {
            super();
            at(`${name}.new`);
          }
          configure(): void {
            at(`${name}.conf`);
          }
          close(): void {
            at(`${name}.close`);
          }
        },
      })[name]!;
    class Chooser {
      partition(): number {
        return 0;
      }
    }
    class Observer {
      onAcknowledgement(): void {}
    }
    const config = {
      'bootstrap.servers': step === 'boot' ? 'bad' : 'b:1',
      'key.serializer': plugin('K', StringSerializer),
      'value.serializer': plugin('S', StringSerializer),
      'partitioner.class': plugin('P', Chooser),
      'interceptor.classes': [plugin('I', Observer), plugin('J', Observer)],
    };
    expect(() => new KafkaProducer(config as never, host, { clientNumber: 1 })).toThrow('Failed to construct');
    return { host, steps };
  }

  const PARTITIONER = ['P.new', 'P.conf'];
  const SERIALIZERS = [...PARTITIONER, 'K.new', 'K.conf', 'S.new', 'S.conf'];
  const INTERCEPTORS = [...SERIALIZERS, 'I.new', 'I.conf', 'J.new', 'J.conf'];
  const CLOSED = ['K.close', 'S.close', 'P.close'];
  // Recorded from kafka-clients 3.6.1.
  it.each<[step: string, steps: string[]]>([
    ['P.new', ['P.new']],
    ['P.conf', [...PARTITIONER, 'P.close']],
    ['K.conf', [...PARTITIONER, 'K.new', 'K.conf', 'K.close', 'P.close']],
    ['S.new', [...PARTITIONER, 'K.new', 'K.conf', 'S.new', 'K.close', 'P.close']],
    ['S.conf', [...SERIALIZERS, ...CLOSED]],
    ['I.new', [...SERIALIZERS, 'I.new', ...CLOSED]],
    ['I.conf', [...SERIALIZERS, 'I.new', 'I.conf', 'I.close', ...CLOSED]],
    ['J.new', [...SERIALIZERS, 'I.new', 'I.conf', 'J.new', 'I.close', ...CLOSED]],
    ['J.conf', [...INTERCEPTORS, 'J.close', 'I.close', ...CLOSED]],
    ['boot', [...INTERCEPTORS, 'I.close', 'J.close', ...CLOSED]],
  ])('at %s closes what exists', (step, expected) => {
    const { host, steps } = failing(step);
    expect(steps).toEqual(expected);
    expect(linesOf(host).slice(-5)).toEqual([
      'INFO KafkaProducer [Producer clientId=producer-1] Closing the Kafka producer with timeoutMillis = 0 ms.',
      ...METRICS_CLOSED,
      'INFO AppInfoParser App info kafka.producer for producer-1 unregistered',
    ]);
    expect(host.userErrors).toEqual([]);
  });

  it('logs what fails in close(), throws why it failed itself, and reports the rest to the host', () => {
    const { host } = failing('J.conf', ['J.close', 'I.close', 'K.close']);
    const during = 'AutoCloseable object constructed and configured during failed call to';
    expect(linesOf(host).filter((line) => !line.startsWith('INFO'))).toEqual([
      `WARN Utils Failed to close ${during} getConfiguredInstance with type J`,
      `WARN Utils Failed to close ${during} getConfiguredInstances with type I`,
      'ERROR Utils Failed to close producer keySerializer with type K',
    ]);
    expect(host.userErrors).toEqual([
      'Error: J.close broke in close() of the plug-in J',
      'Error: I.close broke in close() of the plug-in I',
      'Error: K.close broke in close() of the keySerializer K',
    ]);
  });

  it('closes nothing, and logs nothing of it, if the configuration is refused before', () => {
    const host = new ScriptedHost();
    const order: string[] = [];
    const config = { 'bootstrap.servers': 'b:1', ...plugins([], order), 'linger.ms': -1 };
    expect(() => new KafkaProducer(config, host, { clientNumber: 1 })).toThrow('linger.ms');
    expect([order, linesOf(host)]).toEqual([[], []]);
  });
});
