/** Covers: src/simulation/clients.ts, src/simulation/hosts/client-host.ts, src/simulation/hosts/broker-nodes.ts. Transactional producers, their coordinator and consumers, in a whole cluster. */
import { describe, expect, it } from 'vitest';
import { type KafkaProducer, Simulation, StringDeserializer, StringSerializer, silentLogger } from '../../src/index.ts';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;
const COMMITTED = { isolation: 'read_committed' } as const;

function started(): Simulation {
  const sim = new Simulation({ seed: 1, brokers: 3, logger: silentLogger });
  for (const topic of ['orders', 'payments']) sim.createTopic(topic, { partitions: 2, replicationFactor: 3 });
  return sim;
}

type Producer = KafkaProducer<string, string>;

function transactional(sim: Simulation, name: string, config: Record<string, unknown> = {}): Producer {
  return sim.producer({
    'client.id': name,
    'transactional.id': 'tx',
    ...SERIALIZERS,
    ...config,
  } as object) as Producer;
}

function pay(producer: Producer, ...values: string[]): void {
  for (const value of values) producer.send({ topic: 'payments', partition: 0, value });
}

/** The coordinator answers before it has written its markers, so read_committed consumers see the records a little later. */
function settled(sim: Simulation): Simulation {
  sim.advance(100);
  return sim;
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}

describe('A transactional producer', () => {
  it('commits records and offsets together', async () => {
    const sim = started();
    const producer = transactional(sim, 'a');
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      pay(producer, 'one', 'two');
      producer.send({ topic: 'payments', partition: 1, value: 'three' });
      await producer.sendOffsetsToTransaction({ 'orders-0': 7 }, 'shop');
      await producer.flush();
      expect(sim.topic('payments').values(COMMITTED)).toEqual([]);
      expect(sim.committedOffsets('shop')).toEqual([]);
      await producer.commitTransaction();
      await producer.close();
    });
    settled(sim);
    expect(sim.topic('payments').values(COMMITTED)).toEqual(['one', 'two', 'three']);
    expect(sim.committedOffsets('shop')).toEqual([
      { topic: 'orders', partition: 0, offset: 7, leaderEpoch: -1, metadata: '' },
    ]);
  });

  it('shows no records of an aborted transaction to read_committed consumers, and continues', async () => {
    const sim = started();
    const producer = transactional(sim, 'a');
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      pay(producer, 'dropped');
      await producer.sendOffsetsToTransaction({ 'orders-0': 7 }, 'shop');
      await producer.flush();
      await producer.abortTransaction();
      producer.beginTransaction();
      pay(producer, 'kept');
      await producer.commitTransaction();
      await producer.close();
    });
    settled(sim);
    expect(sim.topic('payments').values(COMMITTED)).toEqual(['kept']);
    expect(sim.topic('payments').values()).toEqual(['dropped', 'kept']);
    expect(sim.committedOffsets('shop')).toEqual([]);
  });

  it('consumes, transforms and produces, each record once', async () => {
    const sim = started();
    const shop = sim.producer(SERIALIZERS);
    const billing = transactional(sim, 'billing');
    const consumer = sim.consumer({
      'key.deserializer': StringDeserializer,
      'value.deserializer': StringDeserializer,
      'auto.offset.reset': 'earliest',
    });
    await sim.run(async () => {
      for (const value of ['beer', 'wine']) shop.send({ topic: 'orders', partition: 0, value });
      await shop.flush();
      await billing.initTransactions();
      consumer.assign([{ topic: 'orders', partition: 0 }]);
      for (let billed = 0; billed < 2; ) {
        const records = [...(await consumer.poll(1000))];
        if (records.length === 0) continue;
        billing.beginTransaction();
        pay(billing, ...records.map(({ value }) => `${value} paid`));
        await billing.sendOffsetsToTransaction({ 'orders-0': (records.at(-1)?.offset ?? 0) + 1 }, 'billing');
        await billing.commitTransaction();
        billed += records.length;
      }
      await Promise.all([shop.close(), billing.close()]);
      consumer.close();
    });
    settled(sim);
    expect(sim.topic('payments').values(COMMITTED)).toEqual(['beer paid', 'wine paid']);
    expect(sim.committedOffsets('billing')).toMatchObject([{ topic: 'orders', partition: 0, offset: 2 }]);
  });

  it('fences its predecessor, and aborts the transaction that it left open', async () => {
    const sim = started();
    const [zombie, heir] = [transactional(sim, 'zombie'), transactional(sim, 'heir')];
    const failures: string[] = [];
    await sim.run(async () => {
      await zombie.initTransactions();
      zombie.beginTransaction();
      pay(zombie, 'from the dead');
      await zombie.flush();
      await heir.initTransactions();
      heir.beginTransaction();
      pay(heir, 'from the living');
      await heir.commitTransaction();
      failures.push(await failureOf(zombie.commitTransaction()));
      failures.push(await failureOf(zombie.abortTransaction()));
      await Promise.all([zombie.close(), heir.close()]);
    });
    expect(failures).toEqual(['ProducerFencedException', 'ProducerFencedException']);
    expect(sim.topic('payments').values(COMMITTED)).toEqual(['from the living']);
  });

  it('whose transaction takes longer than transaction.timeout.ms finds it aborted', async () => {
    const sim = started();
    const producer = transactional(sim, 'slow', { 'transaction.timeout.ms': 10_000 });
    let failure = '';
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      pay(producer, 'too late');
      await producer.flush();
      await sim.sleep(60_000);
      failure = await failureOf(producer.commitTransaction());
      await producer.close();
    });
    expect(failure).toBe('ProducerFencedException');
    expect(sim.topic('payments').values(COMMITTED)).toEqual([]);
  });

  it('commits although its coordinator crashes, and although a response is lost', async () => {
    const sim = started();
    const producer = transactional(sim, 'a', { 'transaction.timeout.ms': 600_000, 'max.block.ms': 300_000 });
    sim.faults.on('EndTxn').nth(1).loseResponse();
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      pay(producer, 'before');
      await producer.flush();
      for (const broker of [1, 2, 3]) {
        sim.crash(broker);
        await sim.sleep(15_000);
        sim.restart(broker);
        await sim.sleep(15_000);
      }
      pay(producer, 'after');
      await producer.commitTransaction();
      await producer.close();
    });
    settled(sim);
    expect(sim.topic('payments').values(COMMITTED)).toEqual(['before', 'after']);
  });

  it('has its open transaction aborted by close()', async () => {
    const sim = started();
    const producer = transactional(sim, 'a');
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      pay(producer, 'unfinished');
      await producer.close();
    });
    settled(sim);
    expect(sim.topic('payments').values(COMMITTED)).toEqual([]);
    expect(sim.topic('payments').values()).toEqual(['unfinished']);
  });

  it('has the same trace again with the same seed', async () => {
    const history = async (): Promise<string> => {
      const sim = started();
      const producer = transactional(sim, 'a');
      await sim.run(async () => {
        await producer.initTransactions();
        producer.beginTransaction();
        pay(producer, 'one');
        await producer.commitTransaction();
        await producer.close();
      });
      return sim.trace.fingerprint();
    };
    expect(await history()).toBe(await history());
  });
});
