/** Covers: src/simulation/hosts/operator.ts, src/simulation/hosts/broker-control.ts */
import { describe, expect, it } from 'vitest';
import { StringSerializer } from '../../../src/index.ts';
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
