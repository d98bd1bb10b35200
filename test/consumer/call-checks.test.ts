import { type KafkaConsumer, Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import { ConsumerRecords } from '../../src/consumer/consumer-record.ts';

type Consumer = KafkaConsumer<string, string>;

const P = { topic: 't', partition: 0 };
/** A value of a type that does not compile. */
const wrong = (value: unknown): never => value as never;

function consumerOf(sim: Simulation = new Simulation()): Consumer {
  return sim.consumer({ 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer });
}

const LIST = 'expected an array or another iterable, got';

describe('A call of a consumer', () => {
  it.each<[string, (consumer: Consumer) => unknown, string]>([
    ['subscribe(null)', (c) => c.subscribe(wrong(null)), 'Topic collection to subscribe to cannot be null'],
    [
      'subscribe() to a blank name',
      (c) => c.subscribe(['t', ' ']),
      'Topic collection to subscribe to cannot contain null or empty topic',
    ],
    [
      'subscribe() to a name, whose letters would be topics',
      (c) => c.subscribe('orders'),
      `consumer.subscribe(topics): ${LIST} "orders". Write subscribe(["orders"])`,
    ],
    [
      'subscribe() in the form of kafkajs',
      (c) => c.subscribe(wrong({ topics: ['t'] })),
      `consumer.subscribe(topics): ${LIST} an object with topics`,
    ],
    ['subscribe() to a number', (c) => c.subscribe(wrong([5])), 'consumer.subscribe(topics): expected a string, got 5'],
    ['assign(null)', (c) => c.assign(wrong(null)), 'Topic partition collection to assign to cannot be null'],
    [
      'assign() without a topic',
      (c) => c.assign(wrong([{ partition: 0 }])),
      'Topic partitions to assign to cannot have null or empty topic',
    ],
    [
      'assign() of one partition',
      (c) => c.assign(wrong(P)),
      `consumer.assign(partitions): ${LIST} an object with topic, partition`,
    ],
    [
      'assign() of a number as text',
      (c) => c.assign(wrong([{ topic: 't', partition: '0' }])),
      `consumer.assign(partitions), field 'partition': expected a whole number, got "0"`,
    ],
    ['seek() before the log', (c) => c.seek(P, -1), 'seek offset must not be a negative number'],
    [
      'seek() to nothing',
      (c) => c.seek(P, wrong(undefined)),
      'consumer.seek(partition, offset): expected a whole number, 0 or more, got undefined',
    ],
    ['seek() to NaN', (c) => c.seek(P, Number.NaN), '0 or more, got NaN'],
    ['seek() to a fraction', (c) => c.seek(P, 1.5), '0 or more, got 1.5'],
    ['seek() to a bigint', (c) => c.seek(P, wrong(10n)), '0 or more, got 10n'],
    ['seek() to a text', (c) => c.seek(P, wrong('10')), '0 or more, got "10"'],
    [
      'seek() in no partition',
      (c) => c.seek(wrong('t-0'), 1),
      'consumer.seek(partition): expected a partition, { topic, partition }, got "t-0"',
    ],
    ['seekToBeginning(null)', (c) => c.seekToBeginning(wrong(null)), 'Partitions collection cannot be null'],
    [
      'seekToEnd() of one partition',
      (c) => c.seekToEnd(wrong(P)),
      `consumer.seekToEnd(partitions): ${LIST} an object with`,
    ],
    ['poll() with a negative timeout', (c) => c.poll(-1), 'Invalid negative timeout -1'],
    [
      'poll() without a timeout',
      (c) => c.poll(wrong(undefined)),
      'consumer.poll(timeoutMs): expected a whole number of ms, 0 or more, or Infinity, got undefined',
    ],
    ['poll() with NaN', (c) => c.poll(Number.NaN), 'or Infinity, got NaN'],
    ['poll() with a text', (c) => c.poll(wrong('10')), 'or Infinity, got "10"'],
    ['poll() with a Date', (c) => c.poll(wrong(new Date(0))), 'or Infinity, got a Date'],
  ])('%s is refused', (_name, call, message) => {
    const consumer = consumerOf();
    consumer.assign([P]);
    expect(() => call(consumer)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
    expect(consumer.assignment()).toEqual([P]);
  });

  it.each<[string, (consumer: Consumer) => Promise<unknown>, string]>([
    ['position() of a name', (c) => c.position(wrong('t-0')), 'consumer.position(partition): expected a partition'],
    [
      'beginningOffsets() of one partition',
      (c) => c.beginningOffsets(wrong(P)),
      `consumer.beginningOffsets(partitions): ${LIST}`,
    ],
    [
      'endOffsets() of names',
      (c) => c.endOffsets(wrong(['t-0'])),
      'consumer.endOffsets(partitions): expected a partition',
    ],
  ])('%s is refused', async (_name, call, message) => {
    await expect(call(consumerOf())).rejects.toThrow(message);
  });

  it('position() is refused for a partition that is not assigned, with Java’s message', async () => {
    await expect(consumerOf().position(P)).rejects.toThrow(
      'You can only check the position for partitions assigned to this consumer.',
    );
  });

  it('is refused after close()', async () => {
    const consumer = consumerOf();
    consumer.assign([P]);
    consumer.close();
    const calls: ((c: Consumer) => unknown)[] = [
      (c) => c.subscribe(['t']),
      (c) => c.assign([P]),
      (c) => c.assignment(),
      (c) => c.seek(P, 0),
      (c) => c.seekToBeginning(),
      (c) => c.seekToEnd([P]),
      (c) => c.poll(1),
    ];
    for (const call of calls) expect(() => call(consumer)).toThrow('This consumer has already been closed.');
    await expect(consumer.position(P)).rejects.toThrow('This consumer has already been closed.');
    await expect(consumer.endOffsets([P])).rejects.toThrow('This consumer has already been closed.');
    expect(JSON.stringify(consumer)).toContain('t-0');
  });

  it.each([
    [null, 'Topic must be non-null.'],
    [5, 'ConsumerRecords.records(from): expected a partition, { topic, partition }, got 5'],
    [{ topic: 't', partition: '0' }, `field 'partition': expected a whole number, got "0"`],
  ])('ConsumerRecords.records() is refused for %j', (from, message) => {
    expect(() => new ConsumerRecords([]).records(wrong(from))).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
  });

  it('poll(Infinity) waits until there is a record', async () => {
    const sim = new Simulation();
    sim.createTopic('t', { partitions: 1, replicationFactor: 1 });
    const consumer = consumerOf(sim);
    consumer.assign([P]);
    consumer.seekToBeginning([]);
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const read = await sim.run(async () => {
      const polled = consumer.poll(Number.POSITIVE_INFINITY);
      await sim.sleep(100_000);
      producer.send({ topic: 't', value: 'late' });
      return [...(await polled)].map(({ value }) => value);
    });
    expect(read).toEqual(['late']);
  });
});
