/** Covers: src/simulation/simulation.ts, src/simulation/topic-view.ts, src/simulation/clients.ts */
import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { IntegerDeserializer, IntegerSerializer } from 'kafka-trial/serialization';
import { describe, expect, it } from 'vitest';

const refused = (message: string, name = 'IllegalArgumentException'): unknown =>
  expect.objectContaining({ name, message: expect.stringContaining(message) as string });

describe('The time of a simulation', () => {
  it.each([
    ['10', '"10"'],
    [1.5, '1.5'],
    [-1, '-1'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [10n, '10n'],
    [undefined, 'undefined'],
    [{ ms: 10 }, 'an object with ms'],
  ])('moves by a whole number of ms, not by %s', async (ms, shown) => {
    const sim = new Simulation();
    const expected = `expected a whole number of ms, 0 or more, got ${shown}`;
    expect(() => sim.advance(ms as number)).toThrow(refused(`sim.advance(ms): ${expected}`));
    await expect(sim.run(() => sim.sleep(ms as number))).rejects.toThrow(refused(`sim.sleep(ms): ${expected}`));
    expect(sim.nowMs).toBe(0);
  });

  it('is not moved by a run without a function', async () => {
    const sim = new Simulation();
    await expect(sim.run(undefined as unknown as () => void)).rejects.toThrow(
      refused('sim.run(program): expected a function, such as () => producer.send(record).get(), got undefined'),
    );
    await expect(sim.run(Promise.resolve() as unknown as () => void)).rejects.toThrow(refused('got a Promise'));
    await expect(sim.run(() => 'the next run')).resolves.toBe('the next run');
  });

  it('passes while the program sleeps', async () => {
    const sim = new Simulation();
    await sim.run(async () => {
      await sim.sleep(0);
      await sim.sleep(1_000);
    });
    expect(sim.nowMs).toBe(1_000);
  });
});

describe('A topic', () => {
  it.each([
    [{ numPartitions: 6 }, "there is no option 'numPartitions'. Did you mean 'partitions'?"],
    [{ replicas: 3 }, "there is no option 'replicas'."],
    [{ config: {} }, "there is no option 'config'. Did you mean 'configs'?"],
    [{ partitions: Number.NaN }, "option 'partitions': expected a whole number of 32 bits, got NaN"],
    [{ partitions: 1.5 }, "option 'partitions': expected a whole number of 32 bits, got 1.5"],
    [{ partitions: '3' }, 'option \'partitions\': expected a whole number of 32 bits, got "3"'],
    [{ partitions: 2 ** 32 }, "option 'partitions': expected a whole number of 32 bits, got 4294967296"],
    [{ replicationFactor: '3' }, 'option \'replicationFactor\': expected a whole number of 32 bits, got "3"'],
    [{ configs: 'cleanup.policy=compact' }, 'option \'configs\': expected an object, got "cleanup.policy=compact"'],
    [3, 'expected an object with options, got 3'],
    [null, 'expected an object with options, got null'],
  ])('is not created with %j', (options, message) => {
    const sim = new Simulation();
    expect(() => sim.createTopic('t', options as object)).toThrow(refused(`sim.createTopic()`));
    expect(() => sim.createTopic('t', options as object)).toThrow(refused(message));
    expect(sim.snapshot().topics).toEqual([]);
  });

  it.each([undefined, 5, { name: 't' }])('has a name that is not %j', (given) => {
    const name = given as unknown as string;
    const sim = new Simulation();
    expect(() => sim.createTopic(name)).toThrow(refused('sim.createTopic(name): expected a string, got '));
    expect(() => sim.topic(name)).toThrow(refused('sim.topic(name): expected the name of a topic, got '));
  });

  it('is created with numbers that the brokers check themselves', () => {
    const sim = new Simulation();
    expect(() => sim.createTopic('t', { partitions: 0 })).toThrow(
      refused("Topic 't' cannot be created (INVALID_PARTITIONS)"),
    );
    expect(() => sim.createTopic('')).toThrow(refused('(INVALID_TOPIC_EXCEPTION)'));
    sim.createTopic('t', { partitions: -1, replicationFactor: -1 });
    expect(sim.snapshot().topics[0]?.partitions.length).toBe(1);
  });

  it.each([
    [{ isolationLevel: 'read_committed' }, "there is no option 'isolationLevel'. Did you mean 'isolation'?"],
    [
      { isolation: 'readCommitted' },
      "option 'isolation': expected 'read_uncommitted' or 'read_committed', got \"readCommitted\"",
    ],
    [{ isolation: 'read_comitted' }, "Did you mean 'read_committed'?"],
    [{ partition: '0' }, 'option \'partition\': expected the number of a partition, got "0"'],
    [Number.NaN, "option 'partition': expected the number of a partition, got NaN"],
    [null, 'expected an object with options, got null'],
    ['0', 'expected an object with options, got "0"'],
  ])('is not read with %j', (options, message) => {
    const topic = new Simulation().createTopic('t');
    expect(() => topic.records(options as object)).toThrow(refused(message));
    expect(() => topic.values(options as object)).toThrow(refused(message));
  });
});

describe('A client', () => {
  const sim = new Simulation();

  it.each([null, 'bootstrap.servers=b:1', 5, ['client.id'], Promise.resolve({})])(
    'is not configured by %j',
    (config) => {
      const message = "expected an object with Kafka's keys, or a Map of them, got ";
      expect(() => sim.producer(config as object)).toThrow(refused(`sim.producer(config): ${message}`));
      expect(() => sim.consumer(config as object)).toThrow(refused(`sim.consumer(config): ${message}`));
      expect(() => sim.admin(config as object)).toThrow(refused(`sim.admin(config): ${message}`));
    },
  );

  it('takes the configuration of a topic as numbers and booleans, or as text', () => {
    const sim = new Simulation();
    sim.createTopic('t', {
      configs: {
        'min.insync.replicas': 2,
        preallocate: false,
        'retention.ms': '1000',
        'segment.ms': undefined,
      } as object,
    });
    const topic = sim.snapshot().topics.find(({ name }) => name === 't');
    expect(topic?.configs).toEqual({ 'min.insync.replicas': '2', preallocate: 'false', 'retention.ms': '1000' });
    expect(() => sim.createTopic('u', { configs: { 'min.insync.replicas': 0 } })).toThrow('Value must be at least 1');
  });

  it('takes deserializers by the names key and value', async () => {
    const deserializers = { keyDeserializer: StringDeserializer };
    expect(() => sim.consumer({}, deserializers as object)).toThrow(
      refused("there is no option 'keyDeserializer'. Did you mean 'key'? The options are key, value"),
    );
    expect(() => sim.consumer({}, { key: StringDeserializer, value: StringSerializer as never })).toThrow(
      refused(
        'A deserializer: expected a class or an object with a method deserialize(topic, data, headers), got the class StringSerializer',
        'KafkaException',
      ),
    );
    const producer = sim.producer({}, { key: StringSerializer, value: IntegerSerializer });
    const consumer = sim.consumer(
      { 'auto.offset.reset': 'earliest' },
      { key: StringDeserializer, value: new IntegerDeserializer() },
    );
    const values = await sim.run(async () => {
      await producer.send({ topic: 'counts', key: 'a', value: 7 }).get();
      consumer.subscribe(['counts']);
      return Array.from(await consumer.poll(1_000), ({ key, value }) => [key, value]);
    });
    expect(values).toEqual([['a', 7]]);
  });

  it('takes serializers by the names key and value', () => {
    const serializers = { keySerializer: StringSerializer, valueSerializer: StringSerializer };
    expect(() => sim.producer({}, serializers as object)).toThrow(
      refused("there is no option 'keySerializer'. Did you mean 'key'? The options are key, value"),
    );
    expect(() => sim.producer({}, { key: 'text' as never, value: StringSerializer })).toThrow(
      refused(
        'A serializer: expected a class or an object with a method serialize(topic, data, headers), got "text"',
        'KafkaException',
      ),
    );
    const arrow = { 'key.serializer': ((data: unknown) => data) as never, 'value.serializer': StringSerializer };
    expect(() => sim.producer(arrow)).toThrow(
      expect.objectContaining({
        cause: refused('Serializer: expected a class with a method serialize(), got a function', 'KafkaException'),
      }),
    );
  });

  it('has events with these names only', () => {
    const { events } = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    expect(() => events.on('batchCreatd' as 'batchCreated', () => undefined)).toThrow(
      refused("producer.events.on(event): expected 'batchCreated', 'batchSent'"),
    );
    expect(() => events.once('batchCreatd' as 'batchCreated', () => undefined)).toThrow(
      refused("Did you mean 'batchCreated'?"),
    );
  });
});

describe('A broker', () => {
  it.each([undefined, 9, 'broker-9', {}, Number.NaN])('that is %j does not exist', (broker) => {
    const sim = new Simulation();
    expect(() => sim.crash(broker as string)).toThrow(refused('There is no broker ', 'SimulationError'));
    expect(() => sim.operator.failDisk(broker as string)).toThrow(
      refused('It has broker-1, broker-2', 'SimulationError'),
    );
  });
});
