/** Exercise 9: a topic and a producer that survive the crash of any one broker, without losing what was acknowledged. */
import type { KafkaProducer, Simulation } from '../../index.ts';
import { leaderOf } from './cluster.ts';
import { type Exercise, first, type Objection, type Situation, unlessEqual } from './exercise.ts';

const LIMIT_MS = 15_000;

interface Outcome {
  readonly failed: number;
  readonly slowestMs: number;
}

/** One order each second for two and a half minutes. */
const sendOrders: NonNullable<Situation['run']> = async (sim, solution) => {
  const producer = (await solution(sim)) as KafkaProducer<string, string>;
  let [failed, slowestMs] = [0, 0];
  for (let i = 0; i < 150; i++) {
    const startMs = sim.nowMs;
    producer.send({ topic: 'orders', value: `order ${i}` }, (_, error) => {
      if (error !== null) failed++;
      slowestMs = Math.max(slowestMs, sim.nowMs - startMs);
    });
    await sim.sleep(1_000);
  }
  await producer.close();
  return { failed, slowestMs } satisfies Outcome;
};

/** The leader is cut off, takes an order, and is destroyed. An operator lets another replica lead, which is not in sync. */
const loseTheLeader: NonNullable<Situation['run']> = async (sim, solution) => {
  const producer = (await solution(sim)) as KafkaProducer<string, string>;
  await producer.send({ topic: 'orders', value: 'first' }).get();
  const leader = leaderOf(sim, 'orders');
  const others = [1, 2, 3].filter((id) => id !== leader).map((id) => `broker-${id}`);
  const cut = sim.faults.partition(`broker-${leader}`, others);
  await sim.sleep(60_000);
  producer.send({ topic: 'orders', value: 'second' });
  await sim.sleep(5_000);
  sim.faults.failDisk(`broker-${leader}`);
  cut.remove();
  await sim.sleep(20_000);
  const admin = sim.admin();
  await admin.electLeaders('UNCLEAN', [{ topic: 'orders', partition: 0 }]);
  await sim.sleep(60_000);
  await admin.close();
  await producer.close();
};

const whyItThrows =
  'The function creates the topic orders and returns a producer. min.insync.replicas must not be larger than the number of replicas.';

export const leaders: Exercise = {
  situations: [
    {
      when: 'each broker crashes once, for 20 seconds',
      prepare: (sim) => {
        for (const broker of [1, 2, 3]) sim.at(broker * 40_000 - 30_000).crash(`broker-${broker}`, { forMs: 20_000 });
      },
      run: sendOrders,
      judge: ({ result }) => interrupted(result as Outcome),
      whyItThrows,
    },
    {
      when: 'the leader is cut off from its followers, takes an order, and is destroyed',
      run: loseTheLeader,
      judge: ({ sim }) => lost(sim),
      whyItThrows,
    },
  ],
};

function interrupted({ failed, slowestMs }: Outcome): Objection | undefined {
  return first(
    unlessEqual(
      'orders that failed',
      failed,
      0,
      'Leave delivery.timeout.ms and retries as they are: the producer waits for the next leader.',
    ),
    slowestMs <= LIMIT_MS
      ? undefined
      : {
          expected: `every order is acknowledged within ${LIMIT_MS / 1_000} seconds`,
          got: `the slowest takes ${Math.round(slowestMs / 1_000)} seconds`,
          why: 'A partition can only be written to while it has a leader and min.insync.replicas replicas. One broker of three is down: how many replicas are left, and how many do you ask for?',
        },
  );
}

function lost(sim: Simulation): Objection | undefined {
  const { length } = sim.verdict().lost;
  return unlessEqual(
    'orders that were acknowledged and are lost',
    length,
    0,
    'acks=all waits for the in-sync replicas, and after replica.lag.time.max.ms the leader was the only one. min.insync.replicas says how many there must be.',
  );
}
