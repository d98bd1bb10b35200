/** Exercise 12: whatever goes wrong, what the program says about its orders is true. */
import { randomFaultPlan, type Simulation } from '../../index.ts';
import { type Exercise, first, type Objection, type Situation, unlessEqual } from './exercise.ts';

const ORDERS = Array.from({ length: 30 }, (_, index) => `order ${index + 1}`);

/** Whatever is wrong is over two minutes after the solution has returned, and the brokers have caught up. */
const run: NonNullable<Situation['run']> = async (sim, solution) => {
  const outcomes = await solution(sim, ORDERS);
  await sim.sleep(120_000);
  return outcomes;
};

const simulation = { network: { latencyMs: 5 } };
const whyItThrows =
  'Nothing that happens to an order may end the program. Catch its error, and return what is true of it.';

function prepare(sim: Simulation): void {
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
}

/** Faults as in the soak: of requests, brokers and the network. Every one of them ends. */
function randomly(seed: number): Situation {
  return {
    when: `faults are drawn at random (plan ${seed})`,
    simulation,
    prepare: (sim) => {
      prepare(sim);
      const shape = {
        count: 6,
        withinMs: 6_000,
        longestMs: 20_000,
        brokers: [1, 2, 3],
        clients: ['producer-1'],
        weights: { failDisk: 0 },
      };
      sim.faults.apply(randomFaultPlan(seed, shape));
    },
    run,
    judge: ({ sim, result }) => untrue(sim, result),
    whyItThrows,
  };
}

export const everything: Exercise = {
  situations: [
    {
      when: 'a broker refuses order 7',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { value: 'order 7' }).respond('INVALID_RECORD').optional();
      },
      run,
      judge: ({ sim, result }) =>
        first(
          unlessEqual(
            'the result of order 7',
            Object(result)[6],
            'refused',
            'An error that is not retriable is a refusal.',
          ),
          untrue(sim, result),
        ),
      whyItThrows,
    },
    {
      when: 'the followers are slow, and then the leader crashes',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        for (const broker of [2, 3]) sim.at(0).slowReplica(`broker-${broker}`, 2_000, { forMs: 10_000 });
        sim.at(1_500).crash('broker-1', { forMs: 20_000 });
      },
      run,
      judge: ({ sim, result }) => untrue(sim, result),
      whyItThrows,
    },
    {
      when: 'connections break before the answer has arrived',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        for (const nth of [3, 9, 20]) sim.faults.on('Produce').nth(nth).breakBeforeResponse().optional();
      },
      run,
      judge: ({ sim, result }) => untrue(sim, result),
      whyItThrows,
    },
    {
      when: 'no answer of a broker arrives any more',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce').loseResponse().optional();
      },
      run,
      judge: ({ sim, result }) => untrue(sim, result),
      whyItThrows,
    },
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(randomly),
  ],
};

function untrue(sim: Simulation, result: unknown): Objection | undefined {
  const outcomes: readonly unknown[] = Array.isArray(result) ? result : [];
  const stored = sim.topic('orders').values().map(String);
  const withOutcome = (outcome: string): readonly string[] => ORDERS.filter((_, index) => outcomes[index] === outcome);
  const known = ['stored', 'refused', 'unknown'].flatMap(withOutcome).length;
  return first(
    unlessEqual(
      "number of results that are 'stored', 'refused' or 'unknown'",
      known,
      ORDERS.length,
      'Return one result for each order, when all of them are known.',
    ),
    unlessEqual(
      'orders of which the program says that they are stored, and that are not in the topic',
      withOutcome('stored').filter((order) => !stored.includes(order)),
      [],
      'An acknowledgement is only worth something if more than one broker has the record: acks=all.',
    ),
    unlessEqual(
      'orders of which the program says that they were refused, and that are in the topic',
      withOutcome('refused').filter((order) => stored.includes(order)),
      [],
      'A RetriableException, such as a TimeoutException, means that the producer has given up without an answer: unknown.',
    ),
    unlessEqual(
      'orders that are stored twice',
      ORDERS.filter((order) => stored.indexOf(order) !== stored.lastIndexOf(order)),
      [],
      'Something was sent again: by the producer without enable.idempotence, or by the program.',
    ),
    unlessEqual(
      'the orders in the topic, sorted',
      stored,
      ORDERS.filter((order) => stored.includes(order)),
      'A batch that was sent again has been overtaken. enable.idempotence=true keeps the order.',
    ),
  );
}
