/** Covers: src/explore/run-case.ts, src/explore/plans.ts. Explorations of programs with kafkajs find what it loses or stores twice, and replay it. */
import type { Simulation } from 'kafka-trial';
import { type Case, defineProgram, explore, replayCase } from 'kafka-trial/explore';
import 'kafka-trial/real-clients';
import { Kafka, logLevel, type ProducerConfig } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { drawnPlan } from '../../src/explore/plans.ts';

const shop = (config: ProducerConfig, values = ['one', 'two', 'three']) =>
  defineProgram({
    name: 'shop',
    cluster: { brokers: 1, topics: [{ name: 'orders' }] },
    workload: values.map((value) => ({ do: 'send', topic: 'orders', value }) as const),
    run: async (sim: Simulation, { workload }) => {
      sim.realClients.install();
      const producer = new Kafka({ brokers: ['broker-1:9092'], logLevel: logLevel.NOTHING }).producer(config);
      await producer.connect();
      for (const step of workload) {
        if (step.do === 'send') await producer.send({ topic: step.topic, messages: [{ value: step.value }] });
      }
      await producer.disconnect();
    },
  });

describe('An exploration of a program with kafkajs', () => {
  it('finds a record that is stored twice because its connection breaks, shrinks the case, and replays it', async () => {
    const { failures } = await explore(shop({}), { plan: 'one-fault' });
    expect(failures.map(({ guarantee }) => guarantee)).toEqual(['NoDuplicateWithIdempotence']);
    const found = failures[0]?.case as Case;
    expect(found.plan).toEqual([{ on: 'Produce', client: 'app', nth: 1, do: 'breakBeforeResponse' }]);
    expect(found.workload).toHaveLength(1);
    await expect(replayCase(shop({}), found)).rejects.toThrow('(orders-0) is stored 2 times, at offsets 0, 1.');
    await expect(replayCase(shop({ idempotent: true }), found)).resolves.toBeUndefined();
  });

  it('finds it with random plans, too', async () => {
    const { failures } = await explore(shop({}), { plan: 'swarm', runs: 300 });
    expect(failures.map(({ guarantee }) => guarantee)).toEqual(['NoDuplicateWithIdempotence']);
    expect(failures[0]?.case.plan).toMatchObject([{ on: 'Produce', do: 'breakBeforeResponse' }]);
  });

  it('breaks connections before responses in random plans only if there are real clients', () => {
    const wordsOf = (hasRealClients: boolean) =>
      Array.from({ length: 100 }, (_, i) =>
        drawnPlan('swarm', 1, i, { brokers: [1], clients: ['app'], endMs: 100, hasRealClients }),
      ).flatMap((plan) => plan.map((fault) => fault.do));
    expect(wordsOf(true)).toContain('breakBeforeResponse');
    expect(wordsOf(false)).not.toContain('breakBeforeResponse');
  });

  it('finds nothing if the producer is idempotent', async () => {
    const { failures, histories } = await explore(shop({ idempotent: true }, ['one']), { plan: 'one-fault' });
    expect(failures).toEqual([]);
    expect(histories).toBeGreaterThan(20);
  });
});
