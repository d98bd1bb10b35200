/** Exercise 8: settings with which every payment is stored exactly once, and in order. */
import type { KafkaProducer, Simulation } from '../../index.ts';
import { type Exercise, first, type Objection, type Situation, unlessEqual } from './exercise.ts';

const PAYMENTS = Array.from({ length: 10 }, (_, index) => `payment ${index + 1}`);

const run: NonNullable<Situation['run']> = async (sim, solution) => {
  const producer = (await solution(sim)) as KafkaProducer<string, string>;
  // Connections and metadata first, so that the payments leave one by one.
  await producer.send({ topic: 'payments', value: 'opening' }).get();
  for (const value of PAYMENTS) {
    producer.send({ topic: 'payments', value });
    await sim.sleep(1);
  }
  await producer.close();
};

const simulation = { network: { latencyMs: 5 } };
const whyItThrows =
  'The function returns a producer: return sim.producer({ ... }). If the settings contradict each other, the error says how.';

function prepare(sim: Simulation): void {
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
}

export const duplicates: Exercise = {
  situations: [
    { when: 'all brokers work', simulation, prepare, run, judge: ({ sim }) => wrongPayments(sim), whyItThrows },
    {
      when: 'a connection breaks before the answer has arrived',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce').nth(3).breakBeforeResponse().optional();
      },
      run,
      judge: ({ sim }) => wrongPayments(sim),
      whyItThrows,
    },
    {
      when: 'a broker refuses a request once, while others are on their way',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce').nth(2).respond('NOT_ENOUGH_REPLICAS').optional();
      },
      run,
      judge: ({ sim }) => wrongPayments(sim),
      whyItThrows,
    },
  ],
};

function wrongPayments(sim: Simulation): Objection | undefined {
  const stored = sim.topic('payments').values().map(String).slice(1);
  const missing = PAYMENTS.filter((payment) => !stored.includes(payment));
  const twice = PAYMENTS.filter((payment) => stored.indexOf(payment) !== stored.lastIndexOf(payment));
  return first(
    unlessEqual(
      'payments that are missing',
      missing,
      [],
      'The producer has to send a batch again if a broker refuses it for a while or does not answer: leave retries as it is.',
    ),
    unlessEqual(
      'payments that are stored twice',
      twice,
      [],
      'The broker stored the batch, and the answer was lost, so the producer sent it again. With enable.idempotence=true the broker recognises a batch that it already has.',
    ),
    unlessEqual(
      'in the topic',
      stored,
      PAYMENTS,
      'A batch that is sent again is overtaken by those that are on their way already. With enable.idempotence=true the broker accepts them only in their order.',
    ),
  );
}
