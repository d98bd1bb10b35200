/**
 * Covers: src/producer/kafka-producer.ts, src/producer/record/record-checks.ts and src/producer/sending/record-preparation.ts: what
 * programs without types pass to send(), and what their serializers, partitioners and interceptors return.
 */
import { describe, expect, it } from 'vitest';
import { Simulation, StringSerializer } from '../../../src/index.ts';
import type { KafkaProducer } from '../../../src/producer/index.ts';

const STRINGS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

/** All that a run may need, so that one that does not end fails the test at once. */
const MAX_EVENTS = 10_000;

async function attempt(sending: () => unknown): Promise<string> {
  try {
    return String(await (sending() as Promise<unknown>));
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

/** The outcomes of a bad send between two good ones, and what the topic contains in the end. */
async function around(
  bad: (producer: KafkaProducer) => unknown,
  config: object = {},
  guarantees: 'all' | 'none' = 'none',
): Promise<{ readonly outcome: string; readonly values: readonly (string | null)[] }> {
  const sim = new Simulation({ guarantees, maxEvents: MAX_EVENTS });
  sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
  const outcome = await sim.run(async () => {
    const good = sim.producer(STRINGS);
    await good.send({ topic: 't', value: 'first' });
    const producer = sim.producer<unknown, unknown>({ ...STRINGS, ...config } as typeof STRINGS);
    await producer.partitionsFor('t');
    const result = await attempt(() => bad(producer as KafkaProducer));
    await producer.close();
    await good.send({ topic: 't', value: 'last' });
    return result;
  });
  return { outcome, values: sim.topic('t').values() };
}

const send = (record: unknown, callback?: unknown) => (producer: KafkaProducer) =>
  producer.send(record as never, callback as never);

const REFUSED = ['first', 'last'];

describe.each(['none', 'all'] as const)('With the guarantees %s, a send', (guarantees) => {
  it.each([
    { what: 'nothing', record: undefined, refusal: 'NullPointerException: send(record): expected a record' },
    { what: 'text', record: 'x', refusal: 'IllegalArgumentException: send(record): expected a record' },
    {
      what: 'a list',
      record: [{ topic: 't' }],
      refusal: 'IllegalArgumentException: send(record): expected one record',
    },
    {
      what: 'the form of kafkajs',
      record: { topic: 't', messages: [{ value: 'v' }] },
      refusal: "IllegalArgumentException: send(record): there is no field 'messages'. That is the form of kafkajs",
    },
    ...[new Date(5), 1700000000000n, '1700000000000', 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1].map(
      (timestampMs) => ({
        what: `the timestamp ${String(timestampMs)}`,
        record: { topic: 't', value: 'v', timestampMs },
        refusal: 'IllegalArgumentException: Invalid timestamp: ',
      }),
    ),
    ...['0', 1.5, Number.NaN, -1, 0n].map((partition) => ({
      what: `the partition ${String(partition)}`,
      record: { topic: 't', value: 'v', partition },
      refusal: 'IllegalArgumentException: Invalid partition: ',
    })),
    ...[{ key: 'a', value: 'b' }, new Map([['a', 5]]), 'a', [{ key: 'a', value: 5 }]].map((headers) => ({
      what: `the headers ${JSON.stringify(headers)}`,
      record: { topic: 't', value: 'v', headers },
      refusal: 'IllegalArgumentException: ',
    })),
    {
      what: 'no topic',
      record: { value: 'v' },
      refusal: 'IllegalArgumentException: Topic cannot be null.',
    },
    { what: 'an empty topic', record: { topic: '', value: 'v' }, refusal: 'InvalidTopicException: ' },
  ])('of $what is refused', async ({ record, refusal }) => {
    const { outcome, values } = await around(send(record), {}, guarantees);
    expect(outcome).toContain(refusal);
    expect(values).toEqual(REFUSED);
  });

  it('with options in place of a callback is refused', async () => {
    const { outcome, values } = await around(send({ topic: 't', value: 'v' }, { signal: null }), {}, guarantees);
    expect(outcome).toContain('IllegalArgumentException: send(record, callback): expected a function');
    expect(values).toEqual(REFUSED);
  });

  it('with null in place of a callback has none, as in Java', async () => {
    const { outcome } = await around(send({ topic: 't', value: 'v' }, null), {}, guarantees);
    expect(outcome).toBe('t-0@1');
  });

  it.each([
    {
      what: 'a promise',
      result: Promise.resolve(Uint8Array.of(1)),
      says: 'returned a Promise. Serializers are synchronous',
    },
    { what: 'text', result: 'text', says: 'returned "text". Return its bytes' },
    { what: 'a number', result: 5, says: 'returned 5. Return a Uint8Array or null' },
    { what: 'nothing', result: undefined, says: 'returned undefined. Return a Uint8Array, or null for a tombstone' },
    { what: 'an object', result: { a: 1 }, says: 'returned an object with a' },
  ])('is refused if the serializer returns $what', async ({ result, says }) => {
    class OrderSerializer {
      serialize = (): unknown => result;
    }
    const config = { 'value.serializer': OrderSerializer };
    const { outcome, values } = await around(send({ topic: 't', value: 'v' }), config, guarantees);
    expect(outcome).toContain(`SerializationException: The serializer OrderSerializer of value.serializer ${says}`);
    expect(values).toEqual(REFUSED);
  });

  it.each([
    { chosen: -1, says: '-1. Partition number should always be non-negative.' },
    { chosen: Number.NaN, says: 'NaN. Partition number should always be non-negative. Return a whole number' },
    { chosen: 1.5, says: '1.5. ' },
    { chosen: '0', says: '"0". ' },
    { chosen: undefined, says: 'undefined. ' },
    {
      chosen: Promise.resolve(0),
      says: 'a Promise. Partition number should always be non-negative. Partitioners are synchronous',
    },
  ])('is refused if the partitioner returns $chosen', async ({ chosen, says }) => {
    class CountryPartitioner {
      partition = (): unknown => chosen;
    }
    const config = { 'partitioner.class': CountryPartitioner };
    const { outcome, values } = await around(send({ topic: 't', value: 'v' }), config, guarantees);
    expect(outcome).toContain(
      `IllegalArgumentException: The partitioner generated an invalid partition number: ${says}`,
    );
    expect(values).toEqual(REFUSED);
  });

  it('is refused if an interceptor returns no record', async () => {
    class Tracing {
      async onSend(record: unknown): Promise<unknown> {
        return record;
      }
    }
    const config = { 'interceptor.classes': [Tracing] };
    const { outcome, values } = await around(send({ topic: 't', value: 'v' }), config, guarantees);
    expect(outcome).toContain('IllegalArgumentException: onSend() of the interceptor Tracing returned a Promise');
    expect(values).toEqual(REFUSED);
  });
});

describe('A partitioner', () => {
  it('gets bytes, whatever the serializers return', async () => {
    const seen: unknown[] = [];
    class Looking {
      partition(_topic: string, _key: unknown, keyBytes: unknown, _value: unknown, valueBytes: unknown): number {
        seen.push(keyBytes, valueBytes);
        return 0;
      }
    }
    await around(send({ topic: 't', key: null, value: 'v' }), { 'partitioner.class': Looking });
    expect(seen.slice(0, 2)).toEqual([null, Uint8Array.of(118)]);
  });
});

describe('A producer', () => {
  it.each([
    { timeoutMs: -1, message: 'The timeout cannot be negative.' },
    {
      timeoutMs: 1.5,
      message: 'producer.close(timeoutMs): expected a whole number of ms, 0 or more, or Infinity, got 1.5',
    },
    { timeoutMs: '10', message: 'got "10"' },
    { timeoutMs: Number.NaN, message: 'got NaN' },
    { timeoutMs: { timeout: 5 }, message: 'got an object with timeout' },
  ])('does not close within $timeoutMs', async ({ timeoutMs, message }) => {
    const { outcome } = await around((producer) => producer.close(timeoutMs as number));
    expect(outcome).toContain('IllegalArgumentException: ');
    expect(outcome).toContain(message);
  });

  it('looks up partitions by the name of a topic', async () => {
    const { outcome: missing } = await around((producer) => producer.partitionsFor(undefined as unknown as string));
    expect(missing).toBe('NullPointerException: topic cannot be null');
    const { outcome: number } = await around((producer) => producer.partitionsFor(5 as unknown as string));
    expect(number).toBe('IllegalArgumentException: producer.partitionsFor(topic): expected the name of a topic, got 5');
  });

  it('runs functions on threads with names', async () => {
    const { outcome } = await around((producer) => producer.onThread('a', 'not a function' as unknown as () => void));
    expect(outcome).toBe(
      'IllegalArgumentException: producer.onThread(name, task): expected a function, got "not a function"',
    );
  });
});
