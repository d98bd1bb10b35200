/** Exercise 5: two producers, for payments that must not get lost and for clicks that must not wait. */
import type { KafkaProducer, Simulation } from '../../index.ts';
import { crashLeader } from './cluster.ts';
import { type Exercise, type Objection, type Situation, unlessEqual } from './exercise.ts';

interface Producers {
  readonly payments: KafkaProducer<string, string>;
  readonly clicks: KafkaProducer<string, string>;
}

const LIMIT_MS = 15;

const simulation = { network: { latencyMs: 5 } };
const whyItThrows =
  'The function returns both producers: return { payments: sim.producer({ ... }), clicks: sim.producer({ ... }) }.';

/** Two topics, whose followers are 300 ms behind. */
function prepare(sim: Simulation): void {
  for (const topic of ['payments', 'clicks']) {
    sim.createTopic(topic, { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
  }
  for (const broker of [1, 2, 3]) sim.faults.slowReplica(`broker-${broker}`, 300).optional();
}

/** Returns how long the slowest of five clicks took. */
const sendClicks: NonNullable<Situation['run']> = async (sim, solution) => {
  const { clicks } = (await solution(sim)) as Producers;
  await clicks.send({ topic: 'clicks', value: 'first' }).get();
  let slowestMs = 0;
  for (let i = 0; i < 5; i++) {
    const startMs = sim.nowMs;
    await clicks.send({ topic: 'clicks', value: `click ${i}` }).get();
    slowestMs = Math.max(slowestMs, sim.nowMs - startMs);
  }
  return slowestMs;
};

/** The leader crashes when a payment has been acknowledged, or soon after it was sent. Returns what was acknowledged. */
const sendPayments: NonNullable<Situation['run']> = async (sim, solution) => {
  const { payments } = (await solution(sim)) as Producers;
  await payments.send({ topic: 'payments', value: 'first' }).get();
  const acknowledged = payments
    .send({ topic: 'payments', value: 'rent' })
    .get()
    .then(
      () => ['first', 'rent'],
      () => ['first'],
    );
  await Promise.race([acknowledged, sim.sleep(50)]);
  crashLeader(sim, 'payments');
  await sim.sleep(30_000);
  return acknowledged;
};

const refuseClick: NonNullable<Situation['run']> = async (sim, solution) => {
  const { clicks } = (await solution(sim)) as Producers;
  return clicks
    .send({ topic: 'clicks', value: 'click' })
    .get()
    .then(
      () => 'stored',
      (error: Error) => error.name,
    );
};

export const acks: Exercise = {
  situations: [
    {
      when: 'clicks are sent, and the followers are slow',
      simulation,
      prepare,
      run: sendClicks,
      judge: ({ result }) => tooSlow(result),
      whyItThrows,
    },
    {
      when: 'a payment is sent, and the leader crashes',
      simulation,
      prepare,
      run: sendPayments,
      judge: ({ sim, result }) =>
        unlessEqual(
          'payments that were acknowledged and are not in the topic',
          missing(sim, result as readonly string[]),
          [],
          'With acks=0 and acks=1 a record is acknowledged while only the leader has it, or not even the leader. The next leader has never seen it.',
        ),
      whyItThrows,
    },
    {
      when: 'a broker refuses a click',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { topic: 'clicks' }).respond('INVALID_RECORD').optional();
      },
      run: refuseClick,
      judge: ({ result }) =>
        unlessEqual(
          'the result of get()',
          result,
          'InvalidRecordException',
          'With acks=0 the broker does not answer, so that the producer reports success for everything it has sent.',
        ),
      whyItThrows,
    },
  ],
};

function missing(sim: Simulation, acknowledged: readonly string[]): readonly string[] {
  const stored = sim.topic('payments').values();
  return acknowledged.filter((payment) => !stored.includes(payment));
}

function tooSlow(slowestMs: unknown): Objection | undefined {
  if (Number(slowestMs) <= LIMIT_MS) return undefined;
  return {
    expected: `every click is acknowledged within ${LIMIT_MS} ms`,
    got: `the slowest takes ${slowestMs} ms`,
    why: 'With acks=all, which is the default, the leader answers when the followers have copied the record.',
  };
}
