/** Covers: src/real-clients. kafkajs's consumers in process, unmodified, in groups. */
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { GROUP_FLOWS, kafkaOf } from './kafkajs-flows.ts';
import { flowNamed, openSimulation, play } from './play.ts';

let sim: ReturnType<typeof openSimulation> | undefined;

afterEach(() => sim?.close());

describe('Consumers of kafkajs', () => {
  it.each(GROUP_FLOWS)('have the same trace twice: $name', async (flow) => {
    const first = await play(flow);
    const second = await play(flow);
    expect(second.lines).toEqual(first.lines);
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  it.each<[name: string, result: unknown, atMs: number]>([
    ['a consumer of a group reads five messages', ['0: b', '0: d', '1: a', '1: c', '1: e'], 8_311],
    ['a consumer goes on where its group has committed', ['0: a', '0: b', '0: c'], 16_315],
    ['a consumer reads committed messages only', ['0: kept', '0: kept 2'], 9_244],
    [
      'two consumers share four partitions, and one of them leaves',
      { alone: [0, 1, 2, 3], shared: { first: [1, 3], second: [0, 2] }, after: [0, 1, 2, 3] },
      73_354,
    ],
  ])('read what they would from a real cluster: %s', async (name, result, atMs) => {
    expect(await play(flowNamed(GROUP_FLOWS, name))).toMatchObject({ result, atMs });
  });

  it('rebalance when one of three is cut off, after its session timeout', async () => {
    const opened = openSimulation(6);
    sim = opened;
    const owned = new Map<string, readonly number[]>();
    let lastJoinMs = 0;
    const start = async (name: string): Promise<void> => {
      const kafka = new Kafka({ ...opened.kafkajs({ clientId: name }), logLevel: logLevel.NOTHING });
      const consumer = kafka.consumer({ groupId: 'billing', sessionTimeout: 10_000 });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        owned.set(name, payload.memberAssignment.orders ?? []);
        lastJoinMs = opened.nowMs;
      });
      await consumer.connect();
      await consumer.subscribe({ topics: ['orders'] });
      await consumer.run({ eachMessage: async () => {} });
    };
    const sizes = (...names: string[]): readonly number[] => names.map((name) => owned.get(name)?.length ?? 0);
    await opened.run(async () => {
      for (const name of ['one', 'two', 'three']) await start(name);
      await opened.sleep(60_000);
      expect(sizes('one', 'two', 'three')).toEqual([2, 2, 2]);
      const cutAtMs = opened.nowMs;
      opened.faults.partition('three', ['broker-1', 'broker-2', 'broker-3']);
      await opened.sleep(60_000);
      expect(sizes('one', 'two')).toEqual([3, 3]);
      // kafkajs sends a heartbeat after each fetch, which takes up to 5 s. The session ends 10 s after the last one; the others learn of it from their next.
      expect(lastJoinMs - cutAtMs).toBeGreaterThanOrEqual(10_000 - 5_000);
      expect(lastJoinMs - cutAtMs).toBeLessThan(10_000 + 2 * 5_000);
    });
  });

  it('are reported if they wait for a message that does not come', async () => {
    sim = openSimulation();
    const consumer = kafkaOf().consumer({ groupId: 'billing' });
    const waiting = sim.run(async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: ['orders'] });
      await new Promise((resolve) => void consumer.run({ eachMessage: async () => resolve(null) }));
    });
    await expect(waiting).rejects.toThrow(/nothing but housekeeping/);
    expect(sim.nowMs).toBeLessThan(700_000);
  });
});
