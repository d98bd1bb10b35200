/** Covers: src/broker/versions/ and src/broker/replication/leader-hints.ts: brokers of each version with clients of each version. */
import { describe, expect, it } from 'vitest';
import {
  type BrokerVersionName,
  type ClientVersionName,
  Simulation,
  StringDeserializer,
  StringSerializer,
} from '../../src/index.ts';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const VERSIONS = ['3.6.1', '3.9', '4.3'] as const;
const PAIRS = VERSIONS.flatMap((brokerVersion) => VERSIONS.map((clientVersion) => ({ brokerVersion, clientVersion })));

describe('Clients and brokers of different versions', () => {
  it.each(PAIRS)('clients of $clientVersion and brokers of $brokerVersion', async (versions) => {
    const sim = new Simulation({ ...versions, guarantees: 'all' });
    sim.createTopic('payments', { partitions: 3, replicationFactor: 3 });
    await sim.run(async () => {
      const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'bank' });
      await producer.initTransactions();
      for (const value of ['one', 'two']) {
        producer.beginTransaction();
        await producer.send({ topic: 'payments', value });
        await producer.commitTransaction();
      }
      await producer.close();
      const plain = sim.producer(SERIALIZERS);
      await plain.send({ topic: 'payments', value: 'three' });
      await plain.close();
    });
    expect(new Set(sim.topic('payments').values({ isolation: 'read_committed' }))).toEqual(
      new Set(['one', 'two', 'three']),
    );
  });
});

describe('Transactions of version 2 (KIP-890, part 2)', () => {
  it.each(PAIRS)(
    'clients of $clientVersion and brokers of $brokerVersion: only if both know them',
    async (versions) => {
      const isVersion2 = versions.clientVersion === '4.3' && versions.brokerVersion === '4.3';
      const sim = new Simulation({ ...versions, guarantees: 'all' });
      sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
      const epochs: number[] = [];
      await sim.run(async () => {
        const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'bank' });
        await producer.initTransactions();
        for (const value of ['one', 'two', 'three']) {
          producer.beginTransaction();
          await producer.send({ topic: 'payments', value });
          await producer.sendOffsetsToTransaction(new Map([['payments-0', value.length]]), { groupId: 'bank' });
          if (value === 'two') await producer.abortTransaction();
          else await producer.commitTransaction();
          await sim.sleep(50);
          epochs.push(Number(sim.trace.entriesOf('transaction').at(-1)?.facts.epoch));
        }
        await producer.close();
      });
      expect(sim.topic('payments').values({ isolation: 'read_committed' })).toEqual(['one', 'three']);
      const requests = (api: string): number =>
        sim.trace.lines.filter((line) => line.includes(`${api} request`)).length;
      expect([requests('AddPartitionsToTxn'), requests('AddOffsetsToTxn')]).toEqual(isVersion2 ? [0, 0] : [3, 3]);
      expect(epochs).toEqual(isVersion2 ? [1, 2, 3] : [0, 0, 0]);
    },
  );

  it.each([0, 1])('are not used while the cluster has finalized transaction.version %i', async (level) => {
    const versions = { brokerVersion: '4.3', clientVersion: '4.3' } as const;
    const sim = new Simulation({ ...versions, features: { 'transaction.version': level }, guarantees: 'all' });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    await sim.run(async () => {
      const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'bank' });
      await producer.initTransactions();
      for (const value of ['one', 'two']) {
        producer.beginTransaction();
        await producer.send({ topic: 'payments', value });
        await producer.commitTransaction();
        await sim.sleep(50);
      }
      await producer.close();
    });
    expect(sim.trace.lines.filter((line) => line.includes('AddPartitionsToTxn request'))).toHaveLength(2);
    expect(new Set(sim.trace.entriesOf('transaction').map(({ facts }) => facts.epoch))).toEqual(new Set([0]));
    expect(sim.topic('payments').values({ isolation: 'read_committed' })).toEqual(['one', 'two']);
  });

  it('are not used by a producer of 3.9 beside one of 4.3, whose transactional.id it takes over', async () => {
    const sim = new Simulation({ brokerVersion: '4.3', guarantees: 'all' });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const fenced: string[] = [];
    await sim.run(async () => {
      const write = async (version: ClientVersionName, value: string): Promise<() => Promise<void>> => {
        const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'bank' }, { version });
        await producer.initTransactions();
        producer.beginTransaction();
        await producer.send({ topic: 'payments', value });
        return async () => {
          await producer.commitTransaction().catch((error: Error) => fenced.push(`${version}: ${error.name}`));
          await producer.close();
        };
      };
      const endOfFirst = await write('4.3', 'open');
      const endOfSecond = await write('3.9', 'old');
      await endOfFirst();
      await endOfSecond();
      await (await write('4.3', 'new'))();
      await sim.sleep(50);
    });
    expect(fenced).toEqual(['4.3: ProducerFencedException']);
    expect(sim.topic('payments').values({ isolation: 'read_committed' })).toEqual(['old', 'new']);
  });
});

/** When a record is stored whose leader has just moved, in ms after send(). */
async function timeAfterMove(brokerVersion: BrokerVersionName, clientVersion: ClientVersionName): Promise<number> {
  const sim = new Simulation({ brokerVersion, clientVersion });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  let ms = -1;
  await sim.run(async () => {
    const producer = sim.producer({ ...SERIALIZERS, 'linger.ms': 0 });
    await producer.send({ topic: 'payments', value: 'one' });
    sim.operator.moveLeader('payments', 0, 'broker-2');
    await sim.sleep(50);
    const startMs = sim.nowMs;
    await producer.send({ topic: 'payments', value: 'two' });
    ms = sim.nowMs - startMs;
    await producer.close();
  });
  return ms;
}

/** When a consumer reads from a partition whose leader has just moved, in ms after the move. */
async function timeToReadAfterMove(brokerVersion: BrokerVersionName, version: ClientVersionName): Promise<number> {
  const sim = new Simulation({ brokerVersion });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  let ms = -1;
  await sim.run(async () => {
    const producer = sim.producer(SERIALIZERS);
    const deserializers = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer };
    const consumer = sim.consumer({ ...deserializers, 'auto.offset.reset': 'earliest' }, { version });
    consumer.assign([{ topic: 'payments', partition: 0 }]);
    await producer.send({ topic: 'payments', value: 'one' });
    expect((await consumer.poll(1_000)).count()).toBe(1);
    await producer.send({ topic: 'payments', value: 'two' });
    sim.operator.moveLeader('payments', 0, 'broker-2');
    const startMs = sim.nowMs;
    expect((await consumer.poll(10_000)).count()).toBe(1);
    ms = sim.nowMs - startMs;
    await producer.close();
    await consumer.close();
  });
  return ms;
}

describe('A broker that does not lead a partition', () => {
  it('names the leader to consumers, too, and they fetch from there at once', async () => {
    expect(await timeToReadAfterMove('3.6.1', '3.9')).toBeGreaterThan(50);
    expect(await timeToReadAfterMove('3.9', '3.6.1')).toBeGreaterThan(50);
    expect(await timeToReadAfterMove('3.9', '3.9')).toBeLessThan(20);
    expect(await timeToReadAfterMove('4.3', '4.3')).toBeLessThan(20);
  });

  it('names the leader since 3.7, and a client that knows KIP-951 goes there at once', async () => {
    expect(await timeAfterMove('3.6.1', '3.9')).toBeGreaterThan(50);
    expect(await timeAfterMove('3.9', '3.6.1')).toBeGreaterThan(50);
    expect(await timeAfterMove('3.9', '3.9')).toBeLessThan(20);
    expect(await timeAfterMove('4.3', '4.3')).toBeLessThan(20);
  });
});

describe('A topic that was deleted and created again', () => {
  it.each([
    ['4.3', 1],
    ['3.9', 0],
  ] as const)('is another topic for brokers of %s', async (brokerVersion, refusals) => {
    const sim = new Simulation({ brokerVersion, clientVersion: '4.3' });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    await sim.run(async () => {
      const producer = sim.producer({ ...SERIALIZERS, 'enable.idempotence': false });
      await producer.send({ topic: 'payments', value: 'old' });
      const admin = sim.admin({});
      await admin.deleteTopics(['payments']).all();
      await admin.createTopics([{ name: 'payments', numPartitions: 1, replicationFactor: 3 }]).all();
      await sim.sleep(100);
      await producer.send({ topic: 'payments', value: 'new' });
      await producer.close();
      await admin.close();
    });
    expect(sim.topic('payments').values()).toEqual(['new']);
    expect(sim.trace.lines.filter((line) => line.includes('UNKNOWN_TOPIC_ID')).length > 0 ? 1 : 0).toBe(refusals);
  });
});

describe('The option brokerVersion', () => {
  it('refuses ZooKeeper from 4.0 on, and versions that there are not', () => {
    expect(() => new Simulation({ brokerVersion: '4.3', mode: 'zookeeper' })).toThrow('Kafka removed it in 4.0');
    expect(() => new Simulation({ brokerVersion: '3.9', mode: 'zookeeper' })).not.toThrow();
    expect(() => new Simulation({ brokerVersion: '4.2' as '4.3' })).toThrow(
      "new Simulation(), option 'brokerVersion': there is no version '4.2' of Kafka's brokers. Did you mean '4.3'?",
    );
  });

  it('changes defaults and limits (KIP-1030)', async () => {
    const config = { 'log.segment.bytes': 1000 };
    expect(() => new Simulation({ brokerVersion: '3.9', config })).not.toThrow();
    expect(() => new Simulation({ brokerVersion: '4.3', config })).toThrow('log.segment.bytes');
    const inTwoHours = async (brokerVersion: BrokerVersionName): Promise<string> => {
      const sim = new Simulation({ brokerVersion });
      sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
      let outcome = '';
      await sim.run(async () => {
        const producer = sim.producer(SERIALIZERS);
        const record = { topic: 'payments', value: 'one', timestampMs: sim.startMs + 7_200_000 };
        outcome = await producer
          .send(record)
          .get()
          .then(
            () => 'stored',
            (error: Error) => error.name,
          );
        await producer.close();
      });
      return outcome;
    };
    expect(await inTwoHours('3.9')).toBe('stored');
    expect(await inTwoHours('4.3')).toBe('InvalidTimestampException');
  });
});
