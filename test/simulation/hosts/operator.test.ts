/** Covers: src/simulation/hosts/operator.ts, src/simulation/hosts/broker-control.ts */
import { describe, expect, it } from 'vitest';
import { StringSerializer } from '../../../src/index.ts';
import {
  InvalidConfigurationException,
  UnknownTopicOrPartitionException,
} from '../../../src/protocol/errors/exceptions.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const T0 = { topic: 't', partition: 0 };

describe('A zombie leader and a producer', () => {
  it('with acks=1: acknowledged records are lost when the leader reconnects to the controller', async () => {
    const sim = new Simulation({ guarantees: 'all', breaks: ['NoAcknowledgedRecordLost'] });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...TEXT, acks: '1', 'bootstrap.servers': 'broker-1:9092' });
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'kept' });
      sim.operator.cutOffFromController('broker-1');
      await sim.sleep(10_000);
      await producer.send({ ...T0, value: 'lost' });
      sim.operator.reconnectToController('broker-1');
      await sim.sleep(1_000);
      await producer.send({ ...T0, value: 'later' });
      await sim.sleep(1_000);
    });
    expect(sim.topic('t').values()).toEqual(['kept', 'later']);
    expect(sim.verdict().lost).toHaveLength(1);
  });

  it('with acks=all: the producer retries at the new leader, and nothing is lost', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
    const producer = sim.producer({ ...TEXT, acks: 'all', 'bootstrap.servers': 'broker-1:9092' });
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'a' });
      sim.operator.cutOffFromController('broker-1');
      await sim.sleep(10_000);
      const future = producer.send({ ...T0, value: 'b' });
      await sim.sleep(5_000);
      expect(future.isDone()).toBe(false);
      sim.operator.reconnectToController('broker-1');
      await future;
      await sim.sleep(1_000);
    });
    expect(sim.topic('t').values()).toEqual(['a', 'b']);
    expect(sim.verdict().duplicated).toEqual([]);
  });
});

describe('The operator', () => {
  it('moves leaders and partitions while a producer sends, and nothing is lost', async () => {
    const sim = new Simulation({ brokers: 4, guarantees: 'all' });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...TEXT, 'linger.ms': 5 });
    sim.at(100).do(() => sim.operator.moveLeader('t', 0, 'broker-2'));
    sim.at(200).do(() => sim.operator.reassign('t', 0, ['broker-4', 3]));
    sim.at(300).do(() => sim.operator.reassign('t', 0, [3, 4]));
    sim.at(400).do(() => sim.operator.electPreferredLeader('t', 0));
    await sim.run(async () => {
      for (let i = 0; i < 50; i++) {
        producer.send({ ...T0, value: `${i}` });
        await sim.sleep(10);
      }
      await producer.close();
    });
    expect(sim.topic('t').values()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
    const partition = sim.snapshot().topics[0]?.partitions[0];
    expect(partition).toMatchObject({ leader: 3, replicas: [3, 4], isr: [3, 4] });
  });

  it('adds partitions, which a producer uses after its next metadata refresh', async () => {
    const sim = new Simulation();
    sim.createTopic('t', { partitions: 1 });
    const producer = sim.producer({ ...TEXT, 'metadata.max.age.ms': 1_000 });
    await sim.run(async () => {
      await producer.send({ topic: 't', value: 'a' });
      sim.operator.addPartitions('t', 2);
      await sim.sleep(1_001);
      expect(await producer.partitionsFor('t')).toHaveLength(2);
      await producer.send({ topic: 't', partition: 1, value: 'b' });
    });
    expect(sim.topic('t').values(1)).toEqual(['b']);
  });

  it('refuses a broker that does not exist', () => {
    const sim = new Simulation();
    expect(() => sim.operator.cutOffFromController('broker-7')).toThrow("There is no broker 'broker-7'");
  });
});

describe.each(['kraft', 'zookeeper'] as const)('Metadata that reaches a broker late (%s)', (mode) => {
  /** A producer that asks broker 2 for metadata sends two records, one before and one after the leader has moved from 1 to 3. */
  async function afterMove(delayed: string, config: Record<string, unknown>): Promise<Simulation> {
    const sim = new Simulation({ mode, guarantees: 'all' });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
    sim.operator.delayMetadata(delayed, 500);
    sim.operator.moveLeader('t', 0, 'broker-3');
    const producer = sim.producer({ ...TEXT, 'bootstrap.servers': 'broker-2:9092', ...config });
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'a' });
      await producer.close();
    });
    return sim;
  }

  const linesOf = (sim: Simulation, pattern: RegExp): readonly string[] =>
    sim.trace.lines.filter((line) => pattern.test(line));

  it('a producer learns a former leader from that broker, which refuses its records', async () => {
    const sim = await afterMove('broker-2', {});
    const requests = linesOf(sim, / Produce request /);
    expect(requests.length).toBeGreaterThan(1);
    expect(requests[0]).toContain('broker-1:9092');
    expect(requests.at(-1)).toContain('broker-3:9092');
    expect(linesOf(sim, /Produce response .*NOT_LEADER_OR_FOLLOWER/)).not.toEqual([]);
    expect(sim.topic('t').values()).toEqual(['a']);
  });

  it('a new leader that does not know it yet refuses records, and the producer waits for it', async () => {
    const sim = await afterMove('broker-3', {});
    const refused = linesOf(sim, /Produce response .*broker-3.*NOT_LEADER_OR_FOLLOWER/);
    expect(refused.length).toBeGreaterThan(1);
    expect(sim.nowMs).toBeGreaterThanOrEqual(500);
    expect(sim.topic('t').values()).toEqual(['a']);
  });

  it('a former leader accepts records that acks=1 loses', async () => {
    const config = { 'auto.leader.rebalance.enable': false };
    const sim = new Simulation({ mode, config, breaks: ['NoAcknowledgedRecordLost'] });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...TEXT, acks: '1', 'bootstrap.servers': 'broker-1:9092' });
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'kept' });
      sim.operator.delayMetadata('broker-1', 500);
      sim.operator.moveLeader('t', 0, 'broker-2');
      await producer.send({ ...T0, value: 'lost' });
      await sim.sleep(5_000);
      await producer.send({ ...T0, value: 'later' });
      await sim.sleep(1_000);
    });
    expect(sim.topic('t').values()).toEqual(['kept', 'later']);
    expect(sim.verdict().lost).toHaveLength(1);
    expect(sim.trace.entries.filter(({ event }) => event.startsWith('metadata')).map(({ event }) => event)).toEqual([
      'metadata delayed',
      'metadata received',
    ]);
  });

  it('a producer waits for a new topic until a broker knows it', async () => {
    const sim = new Simulation({ mode });
    for (const broker of [1, 2, 3]) sim.operator.delayMetadata(broker, 2_000);
    const producer = sim.producer(TEXT);
    await sim.run(() => producer.send({ topic: 'new', partition: 0, value: 'a' }));
    expect(sim.nowMs).toBeGreaterThan(2_000);
    expect(sim.nowMs).toBeLessThan(3_500);
    const error = mode === 'kraft' ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'LEADER_NOT_AVAILABLE';
    expect(linesOf(sim, new RegExp(`Metadata response .*${error}`)).length).toBeGreaterThan(10);
    expect(sim.topic('new').values()).toEqual(['a']);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '500' as never])('refuses a delay of %s', (delayMs) => {
    const sim = new Simulation({ mode });
    expect(() => sim.operator.delayMetadata('broker-2', delayMs)).toThrow(
      `The delay of metadata must be a whole number of ms, 0 or more; got ${delayMs}.`,
    );
    expect(() => sim.operator.delayMetadata('broker-7', 5)).toThrow("There is no broker 'broker-7'");
  });
});

describe('The configuration of a topic', () => {
  const NAME = 't';

  /** Sends a value, changes the configuration, and sends it again: what became of both records. */
  async function beforeAndAfter(
    configs: Parameters<Simulation['operator']['alterTopicConfig']>[1],
    record: { readonly value?: string; readonly key?: string; readonly timestampMs?: number } = {},
    options: { readonly created?: Record<string, string>; readonly mode?: 'kraft' | 'zookeeper' } = {},
  ): Promise<readonly string[]> {
    const sim = new Simulation({ mode: options.mode ?? 'kraft' });
    sim.createTopic(NAME, { partitions: 1, replicationFactor: 3, configs: options.created ?? {} });
    const producer = sim.producer({ ...TEXT, 'delivery.timeout.ms': 1_000, 'request.timeout.ms': 500, 'linger.ms': 0 });
    const send = async (): Promise<string> => {
      try {
        const metadata = await producer.send({ ...T0, value: 'a', ...record });
        return `offset ${metadata.offset()} at ${metadata.timestamp() - sim.startMs}`;
      } catch (error) {
        return (error as Error).name;
      }
    };
    return sim.run(async () => {
      const before = await send();
      sim.operator.alterTopicConfig(NAME, configs);
      return [before, await send()];
    });
  }

  const LONG = { value: 'x'.repeat(200) };

  it.each(['kraft', 'zookeeper'] as const)('limits the size of the next batch: %s', async (mode) => {
    expect(await beforeAndAfter({ 'max.message.bytes': 100 }, LONG, { mode })).toEqual([
      'offset 0 at 5',
      'RecordTooLargeException',
    ]);
    const created = { 'max.message.bytes': '100' };
    expect((await beforeAndAfter({ 'max.message.bytes': 1_000 }, LONG, { created, mode }))[1]).toMatch('offset 0');
    expect((await beforeAndAfter({ 'max.message.bytes': null }, LONG, { created, mode }))[1]).toMatch('offset 0');
  });

  it('demands more in-sync replicas for the next batch', async () => {
    expect((await beforeAndAfter({ 'min.insync.replicas': '4' }))[1]).toBe('TimeoutException');
  });

  it('sets the time of the next batch, and the limits of its timestamps', async () => {
    const record = { timestampMs: 1_700_000_000_000 - 5_000 };
    const [before, after] = await beforeAndAfter({ 'message.timestamp.type': 'LogAppendTime' }, record);
    expect(before).toBe('offset 0 at -5000');
    expect(after).toMatch(/^offset 1 at \d+$/);
    expect((await beforeAndAfter({ 'message.timestamp.before.max.ms': 1_000 }, record))[1]).toBe(
      'InvalidTimestampException',
    );
    expect((await beforeAndAfter({ 'message.timestamp.difference.max.ms': '1000' }, record))[1]).toBe(
      'InvalidTimestampException',
    );
  });

  it('demands keys when the topic is compacted', async () => {
    expect((await beforeAndAfter({ 'cleanup.policy': 'compact' }))[1]).toBe('InvalidRecordException');
    expect((await beforeAndAfter({ 'cleanup.policy': 'compact' }, { key: 'k' }))[1]).toMatch('offset 1');
  });

  it('deletes old records', async () => {
    const sim = new Simulation();
    sim.createTopic(NAME, { partitions: 1, replicationFactor: 3, configs: { 'segment.ms': '1000' } });
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'old' });
      await sim.sleep(600_000);
      expect(sim.topic(NAME).values()).toEqual(['old']);
      sim.operator.alterTopicConfig(NAME, { 'retention.ms': 60_000 });
      await sim.sleep(600_000);
      expect(sim.topic(NAME).values()).toEqual([]);
    });
  });

  it('lets a replica lead that is not in sync (ZooKeeper mode)', async () => {
    const sim = new Simulation({ mode: 'zookeeper' });
    sim.createTopic(NAME, { partitions: 1, replicationFactor: 2 });
    const [leader, follower] = sim.snapshot().topics[0]!.partitions[0]!.replicas;
    await sim.run(async () => {
      sim.crash(follower!);
      await sim.sleep(60_000);
      sim.crash(leader!);
      sim.restart(follower!);
      await sim.sleep(60_000);
      expect(sim.snapshot().topics[0]!.partitions[0]!.leader).toBe(-1);
      sim.operator.alterTopicConfig(NAME, { 'unclean.leader.election.enable': true });
      expect(sim.snapshot().topics[0]!.partitions[0]!.leader).toBe(follower);
    });
  });

  it('is not changed by what Kafka refuses', () => {
    const sim = new Simulation();
    sim.createTopic(NAME, { configs: { 'max.message.bytes': '100' } });
    const alter = (topic: string, configs: Record<string, string>) => () =>
      sim.operator.alterTopicConfig(topic, configs);
    expect(alter(NAME, { 'min.insync.replicas': '0' })).toThrow(
      new InvalidConfigurationException(
        'Invalid value 0 for configuration min.insync.replicas: Value must be at least 1',
      ),
    );
    expect(alter(NAME, { 'message.timestamp.type': 'Now' })).toThrow(InvalidConfigurationException);
    expect(alter(NAME, { 'max.mesage.bytes': '1' })).toThrow("did you mean 'max.message.bytes'?");
    expect(alter('u', { 'max.message.bytes': '1' })).toThrow(UnknownTopicOrPartitionException);
    expect(sim.trace.lines.join('\n')).not.toContain('configuration changed');
  });

  it('shows in the trace', () => {
    const sim = new Simulation();
    sim.createTopic(NAME, { configs: { 'max.message.bytes': '100' } });
    sim.operator.alterTopicConfig(NAME, { 'min.insync.replicas': 2 });
    const [entry] = sim.trace.entries.filter(({ event }) => event === 'topic configuration changed');
    expect(entry?.facts).toEqual({ topic: NAME, configs: '{max.message.bytes=100, min.insync.replicas=2}' });
  });
});

describe('A producer with a quota', () => {
  it('writes no faster than its quota allows, and loses nothing', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...TEXT, 'client.id': 'eager' });
    sim.operator.setProducerByteRate('eager', 1_000);
    const startMs = sim.nowMs;
    await sim.run(async () => {
      for (let i = 0; i < 40; i++) await producer.send({ ...T0, value: 'x'.repeat(1_000) });
    });
    expect(sim.nowMs - startMs).toBeGreaterThan(25_000);
    expect(sim.topic('t').values()).toHaveLength(40);
  });
});

describe('A disk failure while a producer sends', () => {
  it('makes the producer retry at the new leader, and loses nothing', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      await producer.send({ ...T0, value: 'a' });
      sim.operator.failDisk('broker-1');
      await producer.send({ ...T0, value: 'b' });
      await sim.sleep(1_000);
    });
    expect(sim.topic('t').values()).toEqual(['a', 'b']);
    expect(sim.snapshot().topics[0]?.partitions[0]).toMatchObject({ leader: 2, isr: [2, 3] });
  });
});

describe('An operator', () => {
  const call = (method: string, args: readonly unknown[]): (() => unknown) => {
    const sim = new Simulation();
    sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
    const methods = sim.operator as unknown as Record<string, (...given: unknown[]) => unknown>;
    return () => methods[method]!.apply(sim.operator, [...args]);
  };

  it.each([
    ['electPreferredLeader', [undefined, 0], '(topic): expected the name of a topic, got undefined'],
    ['electPreferredLeader', ['t', '0'], '(topic, partition): expected the number of a partition, got "0"'],
    ['moveLeader', ['t', Number.NaN, 1], '(topic, partition): expected the number of a partition, got NaN'],
    ['reassign', ['t', 1.5, [1]], '(topic, partition): expected the number of a partition, got 1.5'],
    ['reassign', ['t', 0, 1], '(topic, partition, brokers): expected a list, got 1'],
    ['addPartitions', ['t', Number.NaN], '(topic, total): expected a whole number of 32 bits, got NaN'],
    ['addPartitions', ['t', '6'], '(topic, total): expected a whole number of 32 bits, got "6"'],
    ['addPartitions', ['t', 2.5], '(topic, total): expected a whole number of 32 bits, got 2.5'],
    ['deleteRecords', ['t', 0, undefined], '(topic, partition, offset): expected a whole number, got undefined'],
    ['deleteRecords', ['t', 0, '0'], '(topic, partition, offset): expected a whole number, got "0"'],
    ['skewClock', [1, Number.NaN], '(broker, skewMs): expected a whole number of ms, got NaN'],
    ['setProducerByteRate', [5, 5], '(clientId): expected a client.id, or null for all clients, got 5'],
    [
      'setProducerByteRate',
      ['c', -1],
      '(clientId, bytesPerSecond): expected a number of bytes above 0, or undefined, got -1',
    ],
    [
      'setProducerByteRate',
      ['c', '5'],
      '(clientId, bytesPerSecond): expected a number of bytes above 0, or undefined, got "5"',
    ],
    ['alterTopicConfig', ['t', undefined], '(topic, configs): expected an object, got undefined'],
  ])('cannot call %s%j', (method, args, message) => {
    expect(call(method, args)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: `sim.operator.${method}${message}` }),
    );
  });
});
