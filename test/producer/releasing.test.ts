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
      'INFO Metrics Metrics scheduler closed',
      'INFO Metrics Closing reporter org.apache.kafka.common.metrics.JmxReporter',
      'INFO Metrics Metrics reporters closed',
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
