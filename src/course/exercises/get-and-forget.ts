/** Exercise 2: fifty orders are sent quickly, and the program knows which of them are not stored. */
import type { Simulation } from '../../index.ts';
import { type Exercise, first, type Situation, unlessEqual } from './exercise.ts';

const LIMIT_MS = 200;
const ORDERS = Array.from({ length: 50 }, (_, index) => ({
  topic: 'orders',
  partition: index % 5,
  value: `order ${index + 1}`,
}));

const run: NonNullable<Situation['run']> = (sim, solution) => solution(sim, ORDERS);

function prepare(sim: Simulation): void {
  sim.createTopic('orders', { partitions: 5, replicationFactor: 3 });
}

const simulation = { network: { latencyMs: 5 } };
const inPartition = (partition: number) => ORDERS.filter((order) => order.partition === partition);

export const getAndForget: Exercise = {
  situations: [
    {
      when: 'all brokers work',
      simulation,
      prepare,
      run,
      judge: ({ sim, result }) =>
        first(
          unlessEqual('number of orders in the topic', sim.topic('orders').records().length, 50, NOT_SENT),
          sim.nowMs > LIMIT_MS
            ? {
                expected: `it takes at most ${LIMIT_MS} ms`,
                got: `${sim.nowMs} ms`,
                why: 'get() after each send() makes every order wait for the answer to the one before. Send all of them first and wait afterwards.',
              }
            : undefined,
          unlessEqual('the function returns', result, [], 'All orders are stored, so the list is empty.'),
        ),
    },
    {
      when: 'the brokers refuse the ten orders of partition 2',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { topic: 'orders', partition: 2 }).respond('INVALID_RECORD').optional();
      },
      run,
      judge: ({ result }) =>
        unlessEqual(
          'the function returns',
          result,
          inPartition(2).map(({ value }) => value),
          'Every order has its own outcome: ask each future, or give each send() a callback that notes its order, and return when all have been answered.',
        ),
      whyItThrows:
        'get() throws the error of its order, and Promise.all() the first error of any. Catch the error of each order by itself.',
    },
  ],
};

const NOT_SENT =
  'Send every order, and do not return before they are sent: wait for the futures, for flush() or for close().';
