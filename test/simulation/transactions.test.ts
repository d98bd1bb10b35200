/** Covers: src/simulation/clients.ts, src/simulation/hosts/client-host.ts, src/simulation/hosts/broker-nodes.ts. A transactional producer and the coordinator of a cluster. */
import { type KafkaProducer, type ProducerConfigInput, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

function transactional(sim: Simulation, config: ProducerConfigInput = {}): KafkaProducer<string, string> {
  const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  return sim.producer({ ...serializers, 'transactional.id': 'tx', ...config });
}

function cluster(): Simulation {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  return sim;
}

async function write(producer: KafkaProducer<string, string>, ...values: string[]): Promise<void> {
  producer.beginTransaction();
  for (const [index, value] of values.entries()) producer.send({ topic: 'payments', partition: index % 2, value });
  await producer.flush();
}

const committed = (sim: Simulation): unknown => sim.topic('payments').values({ isolation: 'read_committed' });

describe('A transaction', () => {
  it('is visible when committed, and not when aborted', async () => {
    const sim = cluster();
    const producer = transactional(sim);
    await sim.run(async () => {
      await producer.initTransactions();
      await write(producer, 'a', 'b');
      expect(committed(sim)).toEqual([]);
      await producer.commitTransaction();
      await write(producer, 'c', 'd');
      await producer.abortTransaction();
      await sim.sleep(1_000);
      await producer.close();
    });
    expect(committed(sim)).toEqual(['a', 'b']);
    expect(sim.topic('payments').values()).toEqual(['a', 'c', 'b', 'd']);
  });

  it('of a zombie is aborted, and the zombie fenced, when another producer uses its transactional id', async () => {
    const sim = cluster();
    const zombie = transactional(sim, { 'client.id': 'zombie' });
    const heir = transactional(sim, { 'client.id': 'heir' });
    await sim.run(async () => {
      await zombie.initTransactions();
      await write(zombie, 'lost', 'too');
      await heir.initTransactions();
      await write(heir, 'kept');
      await heir.commitTransaction();
      await expect(zombie.commitTransaction()).rejects.toMatchObject({ name: 'ProducerFencedException' });
      await heir.close();
      await zombie.close();
    });
    expect(committed(sim)).toEqual(['kept']);
  });

  it('is aborted by its coordinator after transaction.timeout.ms', async () => {
    const sim = cluster();
    const producer = transactional(sim, { 'transaction.timeout.ms': 5_000 });
    await sim.run(async () => {
      await producer.initTransactions();
      await write(producer, 'late');
      await sim.sleep(30_000);
      await expect(producer.commitTransaction()).rejects.toMatchObject({ name: expect.stringMatching(/Exception$/) });
      await producer.close();
    });
    expect(committed(sim)).toEqual([]);
  });

  it.each([1, 2, 3])('is committed completely although broker %d crashes before its end', async (broker) => {
    const sim = cluster();
    const producer = transactional(sim);
    await sim.run(async () => {
      await producer.initTransactions();
      await write(producer, 'a', 'b');
      sim.crash(broker);
      await producer.commitTransaction();
      await sim.sleep(60_000);
      await producer.close();
    });
    expect(committed(sim)).toEqual(['a', 'b']);
  });
});
