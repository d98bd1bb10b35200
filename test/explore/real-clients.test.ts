/** Covers: src/explore/run-case.ts. Explorations of programs with kafkajs find what it loses or stores twice, and replay it. */
import type { Simulation } from 'kafka-trial';
import { type Case, defineProgram, explore, replayCase } from 'kafka-trial/explore';
import 'kafka-trial/real-clients';
import { Kafka, logLevel, type ProducerConfig } from 'kafkajs';
import { describe, expect, it } from 'vitest';

const shop = (config: ProducerConfig) =>
  defineProgram({
    name: 'shop',
    cluster: { brokers: 1, topics: [{ name: 'orders' }] },
    run: async (sim: Simulation) => {
      sim.realClients.install();
      const producer = new Kafka({ brokers: ['broker-1:9092'], logLevel: logLevel.NOTHING }).producer(config);
      await producer.connect();
      await producer.send({ topic: 'orders', messages: [{ value: 'one' }] });
      await producer.disconnect();
    },
  });

describe('An exploration of a program with kafkajs', () => {
  it('finds a record that is stored twice, and replays it', async () => {
    const { failures } = await explore(shop({}), { plan: 'one-fault' });
    expect(failures.map(({ guarantee }) => guarantee)).toEqual(['NoDuplicateWithIdempotence']);
    const found = failures[0]?.case as Case;
    expect(found.plan).toMatchObject([{ on: 'Produce', client: 'app', nth: 1 }]);
    await expect(replayCase(shop({}), found)).rejects.toThrow('NoDuplicateWithIdempotence was violated');
  });

  it('finds nothing if the producer is idempotent', async () => {
    const { failures, histories } = await explore(shop({ idempotent: true }), { plan: 'one-fault' });
    expect(failures).toEqual([]);
    expect(histories).toBeGreaterThan(20);
  });
});
