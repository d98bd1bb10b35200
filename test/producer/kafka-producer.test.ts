/**
 * Covers: src/producer/kafka-producer.ts, src/producer/producer-parts.ts, src/producer/calls/closing.ts,
 * src/producer/calls/flushing.ts, src/producer/calls/flush-wait.ts, src/producer/calls/call-promise.ts, src/producer/promised-send.ts
 */
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import { KafkaProducer } from '../../src/producer/kafka-producer.ts';
import { ScriptedHost } from '../client/network/scripted-host.ts';
import { ProducerOnScript, type Script, shortly } from './producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { acks: '1', 'linger.ms': 1_000, ...script.config } }).warmUp();
}

/** The time at which a call returned, in ms; `not yet` before. */
function returnedAt(running: ProducerOnScript, call: Promise<unknown>): () => Promise<number | string> {
  let at: number | string = 'not yet';
  void call.then(() => (at = running.nowMs));
  // The promise of the call may settle several microtasks after the one it depends on.
  return async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return at;
  };
}

/** The first line of each message. */
const infos = (running: ProducerOnScript): string[] =>
  running.clientHost.logs.map(
    ({ level, message }) => `${level} ${message.replace('[Producer clientId=producer-1] ', '').replace(/\n.*/s, '')}`,
  );

describe('Creating a producer', () => {
  it('logs what Java logs', () => {
    const running = started({ config: { 'block.on.buffer.full': 'true' } });
    expect(infos(running).slice(0, 6)).toEqual([
      "INFO Idempotence will be disabled because acks is set to 1, not set to 'all'.",
      'INFO ProducerConfig values: ',
      "INFO These configurations '[block.on.buffer.full]' were supplied but are not used yet.",
      'INFO Kafka version: 3.6.1',
      'INFO Kafka commitId: 5e3c2b738d253ff5',
      'INFO Kafka startTimeMs: 1700000000000',
    ]);
  });

  it('refuses an object without serialize() as a serializer, with help', () => {
    const make = (): unknown =>
      new KafkaProducer({ 'bootstrap.servers': 'b:1' }, new ScriptedHost(), { clientNumber: 1, key: {} as never });
    expect(make).toThrow(
      'A serializer: expected a class or an object with a method serialize(topic, data, headers), got ',
    );
  });
});

describe('A callback that throws', () => {
  it('leaves a line in the log without the client’s prefix, as in Java', () => {
    const running = started({ config: { 'linger.ms': 0 } });
    const callback = (): void => {
      throw new Error('my mistake');
    };
    running.send('a', { callback });
    running.runUntil(10);
    expect(running.clientHost.logs.find(({ level }) => level === 'ERROR')?.message).toBe(
      "Error executing user-provided callback on message for topic-partition 't-0'",
    );
  });
});

describe('flush()', () => {
  it('sends at once what lingers, and resolves when all of it is done', async () => {
    const running = started();
    for (const partition of [0, 1]) running.send('a', { partition });
    running.runUntil(10);
    const returned = returnedAt(running, running.producer.flush());
    running.runUntil(14);
    expect([shortly(running.sent), await returned()]).toEqual([['10 t-0 a', '10 t-1 a'], 'not yet']);
    running.runUntil(20);
    expect([running.outcomes.length, typeof (await returned())]).toEqual([2, 'number']);
  });

  it('resolves at once when there is nothing to send', async () => {
    const running = started();
    expect(await returnedAt(running, running.producer.flush())()).toBe(0);
  });

  it('waits for retries, and for failures as well', async () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'NOT_ENOUGH_REPLICAS' : 'INVALID_REQUIRED_ACKS') });
    running.send('a');
    const returned = returnedAt(running, running.producer.flush());
    running.runUntil(100);
    expect(await returned()).toBe('not yet');
    running.runUntil(120);
    expect([running.outcomes[0]?.slice(0, 5), typeof (await returned())]).toEqual(['110 a', 'number']);
  });

  it('does not wait for the parts of a batch that had to be split, as in Java 3.6.1', async () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'MESSAGE_TOO_LARGE' : undefined) });
    for (const value of ['a', 'b']) running.send(value);
    const returned = returnedAt(running, running.producer.flush());
    running.runUntil(4);
    expect(await returned()).toBe('not yet');
    running.runUntil(7);
    expect([running.outcomes.length, typeof (await returned())]).toEqual([0, 'number']);
  });

  it('is not over yet when the sender checks again after the last batch, so that later batches are sent, too', () => {
    const running = started({ config: { 'max.in.flight.requests.per.connection': 1 } });
    running.send('a');
    void running.producer.flush();
    running.runUntil(2);
    running.send('b');
    running.runUntil(7);
    running.send('c');
    running.runUntil(500);
    expect(shortly(running.sent)).toEqual(['0 t-0 a', '5 t-0 b']);
  });

  it('can be interrupted', async () => {
    const running = started({ produce: () => null });
    running.send('a');
    const flushed = running.producer.flush();
    running.runUntil(5);
    running.producer.interrupt();
    await expect(flushed).rejects.toThrow('Flush interrupted.');
    running.send('b', { partition: 1 });
    running.runUntil(500);
    expect(shortly(running.sent)).toEqual(['0 t-0 a']);
  });

  it('does not cut short linger.ms for records that are sent after it', () => {
    const running = started();
    running.send('a');
    void running.producer.flush();
    running.runUntil(20);
    running.send('b');
    running.runUntil(500);
    expect(shortly(running.sent)).toEqual(['0 t-0 a']);
  });
});

describe('close()', () => {
  it('sends what lingers, and resolves when that is done', async () => {
    const running = started();
    running.send('a');
    const returned = returnedAt(running, running.producer.close());
    running.runUntil(4);
    expect(await returned()).toBe('not yet');
    running.runUntil(50);
    expect([running.outcomes, typeof (await returned())]).toEqual([['5 a -> 0@0'], 'number']);
    expect(infos(running)).toContain('INFO Closing the Kafka producer with timeoutMillis = 9223372036854775807 ms.');
    expect(infos(running).at(-1)).toBe('INFO App info kafka.producer for producer-1 unregistered');
  });

  it('fails what is not done within its timeout', async () => {
    const running = started({ produce: () => null });
    running.send('a');
    const returned = returnedAt(running, running.producer.close(100));
    running.runUntil(300);
    expect(running.outcomes).toEqual(['100 a -> KafkaException: Producer is closed forcefully.']);
    expect(typeof (await returned())).toBe('number');
    expect(infos(running)).toContain(
      'INFO Proceeding to force close the producer since pending requests could not be completed within timeout 100 ms.',
    );
  });

  it('with a timeout of 0 fails everything at once, in flight or not', () => {
    const running = started({ config: { 'linger.ms': 0 } });
    running.send('a');
    running.runUntil(2);
    running.send('b', { partition: 1 });
    void running.producer.close(0);
    running.runUntil(50);
    const error = 'KafkaException: Producer is closed forcefully.';
    expect(running.outcomes).toEqual([`2 a -> ${error}`, `2 b -> ${error}`]);
  });

  it('with a shorter timeout does not wait for an earlier call with a longer one', async () => {
    const running = started({ produce: () => null });
    running.send('a');
    const first = returnedAt(running, running.producer.close());
    running.runUntil(10);
    const second = returnedAt(running, running.producer.close(0));
    running.runUntil(50);
    expect(running.outcomes).toEqual(['10 a -> KafkaException: Producer is closed forcefully.']);
    expect([await first(), await second()]).not.toContain('not yet');
  });

  it('of a closed producer releases everything once more, as in Java', async () => {
    const running = started();
    void running.producer.close();
    running.runUntil(10);
    const before = infos(running).length;
    expect(await returnedAt(running, running.producer.close(70))()).toBe(10);
    expect(infos(running).slice(before)).toEqual([
      'INFO Closing the Kafka producer with timeoutMillis = 70 ms.',
      'INFO Metrics scheduler closed',
      'INFO Closing reporter org.apache.kafka.common.metrics.JmxReporter',
      'INFO Metrics reporters closed',
      'INFO App info kafka.producer for producer-1 unregistered',
    ]);
  });

  it('waits for a batch that backs off', () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'NOT_ENOUGH_REPLICAS' : undefined) });
    running.send('a');
    void running.producer.close();
    running.runUntil(300);
    expect(running.outcomes).toEqual(['110 a -> 0@0']);
  });

  it('in a callback does not wait, and what is left fails', () => {
    const running = started({ config: { 'linger.ms': 0 }, leaders: [0, 1] });
    running.send('a', { callback: () => void running.producer.close(5_000) });
    running.send('b');
    running.runUntil(3);
    running.send('c', { partition: 1 });
    running.runUntil(100);
    // The batch whose callbacks run completes; every other batch is aborted.
    expect(running.outcomes.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'b -> 0@1',
      'c -> KafkaException: Producer is closed forcefully.',
    ]);
    expect(running.warnings.at(-1)).toContain('Overriding close timeout 5000 ms to 0 ms');
    expect(infos(running)).toContain(
      'INFO Proceeding to force close the producer since pending requests could not be completed within timeout 5000 ms.',
    );
  });

  it('refuses a negative timeout', () => {
    expect(() => started().producer.close(-1)).toThrow('The timeout cannot be negative.');
  });

  it('closes interceptors', () => {
    const closed: string[] = [];
    class Interceptor {
      onAcknowledgement(): void {}
      close(): void {
        closed.push('interceptor');
      }
    }
    const running = started({ config: { 'interceptor.classes': [Interceptor] } });
    void running.producer.close();
    running.runUntil(10);
    expect(closed).toEqual(['interceptor']);
  });
});

describe('partitionsFor()', () => {
  it('waits for the topic’s metadata', async () => {
    const running = new ProducerOnScript({ config: { acks: '1' }, leaders: [0, -1, 1] });
    const partitions = running.producer.partitionsFor('t');
    running.runUntil(5);
    expect((await partitions).map(({ partition, leader }) => [partition, leader?.id])).toEqual([
      [0, 0],
      [1, undefined],
      [2, 1],
    ]);
  });

  it('refuses null as a topic', async () => {
    await expect(started().producer.partitionsFor(null as never)).rejects.toThrow('topic cannot be null');
  });
});

describe('Interceptors', () => {
  it('get each record before it is serialized, and its result before the callback', () => {
    const seen: string[] = [];
    class Mine {
      onSend<T extends { value: unknown }>(record: T): T {
        seen.push(`send ${String(record.value)}`);
        return record;
      }
      onAcknowledgement(metadata: { offset(): number }, error: Error | null): void {
        seen.push(`end ${metadata.offset()} ${error?.message ?? 'fine'}`);
      }
    }
    const running = started({ config: { 'interceptor.classes': [Mine], 'linger.ms': 0 } });
    running.send('a', { callback: () => seen.push('callback') });
    running.runUntil(10);
    expect(seen).toEqual(['send a', 'end 0 fine', 'callback']);
  });

  it('get a record that fails at once after its callback, as in Java', () => {
    const seen: string[] = [];
    class Mine {
      onAcknowledgement(): void {
        seen.push('interceptor');
      }
    }
    const running = started({ config: { 'interceptor.classes': [Mine], 'max.request.size': 10 } });
    running.send('a', { callback: () => seen.push('callback') });
    expect(seen).toEqual(['callback', 'interceptor']);
  });
});

describe('Interceptors of a send without a record', () => {
  function watching(returned: readonly unknown[]): { running: ProducerOnScript; seen: string[] } {
    const seen: string[] = [];
    const interceptors = returned.map(
      (result, i) =>
        class {
          onSend(record: unknown): unknown {
            seen.push(`${i} send ${record === null ? null : 'record'}`);
            return result === 'given' ? record : result;
          }
          onAcknowledgement(metadata: unknown, error: Error | null): void {
            seen.push(`${i} end ${String(metadata)} ${error?.name ?? 'fine'}`);
          }
        },
    );
    const running = started({ config: { 'interceptor.classes': interceptors, 'linger.ms': 0 } });
    return { running, seen };
  }

  it.each([null, undefined])('are called for send(%s), and are notified without metadata, as in Java', (nothing) => {
    const { running, seen } = watching(['given', 'given']);
    expect(() => running.producer.send(nothing as never)).toThrow(
      expect.objectContaining({ name: 'NullPointerException', message: expect.stringContaining(`got ${nothing}`) }),
    );
    const ends = [0, 1].map((i) => `${i} end null NullPointerException`);
    expect(seen).toEqual(['0 send null', '1 send null', ...ends]);
  });

  it('make send() throw if the last of them returns null', () => {
    const { running, seen } = watching([null, 'given']);
    expect(() => running.send('a')).toThrow('returned null. Return the record that is to be sent');
    const ends = [0, 1].map((i) => `${i} end null NullPointerException`);
    expect(seen).toEqual(['0 send record', '1 send null', ...ends]);
  });

  it('get an IllegalStateException after close(), which counts first', () => {
    const { running, seen } = watching([null]);
    void running.producer.close();
    running.runUntil(10);
    expect(() => running.send('a')).toThrow(
      expect.objectContaining({
        name: 'IllegalStateException',
        message: 'Cannot perform operation after producer has been closed',
      }),
    );
    expect(seen).toEqual(['0 send record', '0 end null IllegalStateException']);
  });

  it('may return a record, which is sent', () => {
    const { running, seen } = watching([{ topic: 't', partition: 1, value: 'new' }]);
    running.producer.send(null as never);
    running.runUntil(20);
    expect([shortly(running.sent), seen]).toEqual([['0 t-1 new'], ['0 send null', '0 end t-1@0 fine']]);
  });
});

describe('A producer of promises', () => {
  const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

  it('returns the promises of the host, and throws nothing', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    const { promised } = sim.producer(TEXT);
    await sim.run(async () => {
      const sent = promised.send({ topic: 'payments', partition: 0, value: 'one' });
      expect(sent).toBeInstanceOf(Promise);
      expect(String(await sent)).toBe('payments-0@0');
      await expect(promised.send({ topic: 'payments', value: 5 as never })).rejects.toThrow(
        "Can't convert value of class",
      );
      const wrong = await promised.send({ topic: 'payments', values: 'two' } as never).catch((error: Error) => error);
      expect((wrong as Error).message).toContain("there is no field 'values'");
      expect((wrong as Error).stack).toMatch(/^[^\n]*\n\s+at .*kafka-producer\.test/);
      await expect(promised.send({ topic: '', value: 'two' })).rejects.toThrow('Invalid topic');
    });
    expect(sim.verdict().acknowledged).toBe(1);
  });

  it('is the same producer in all else', async () => {
    const sim = new Simulation();
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'payments' });
    const { promised } = producer;
    await sim.run(async () => {
      await promised.initTransactions();
      promised.beginTransaction();
      const called: unknown[] = [];
      const metadata = await promised.send({ topic: 'payments', value: 'one' }, (...args) => called.push(args));
      expect(called).toEqual([[metadata, null]]);
      await promised.commitTransaction();
      await promised.flush();
      expect(promised.clientId).toBe(producer.clientId);
      expect(promised.metrics()).toEqual(producer.metrics());
      await promised.close();
      expect(() => producer.send({ topic: 'payments', value: 'two' })).toThrow('closed');
    });
  });
});

describe('The future of a send', () => {
  it('fits wherever a promise is expected', async () => {
    const sim = new Simulation();
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const port: { send(record: { topic: string; value: string }): Promise<unknown> } = producer;
    await sim.run(async () => {
      const all: Promise<unknown>[] = [port.send({ topic: 'payments', value: 'one' })];
      all.push(port.send({ topic: 'payments', value: 'two' }).finally(() => {}));
      expect(await Promise.all(all)).toHaveLength(2);
      await expect(port.send({ topic: 'payments', value: 'three' })).resolves.toBeDefined();
      await expect(port.send({ topic: '', value: 'four' })).rejects.toThrow('Invalid topic');
      expect(await port.send({ topic: '', value: 'five' }).catch(() => 'caught')).toBe('caught');
    });
  });
});
