/** Exercise 3: orders that fail go to a topic for dead letters, without blocking the producer. */
import type { Simulation } from '../../index.ts';
import { type Exercise, first, type Situation, unlessEqual } from './exercise.ts';

const LIMIT_MS = 1_000;
const ORDERS = ['pen', 'ink', 'desk', 'lamp', 'chair', 'clock'].map((value, index) => ({
  topic: 'orders',
  partition: index % 3,
  value,
}));
/** The orders of partition 1. */
const REFUSED = ['ink', 'chair'];

const run: NonNullable<Situation['run']> = (sim, solution) => solution(sim, ORDERS);

function prepare(sim: Simulation): void {
  sim.createTopic('orders', { partitions: 3, replicationFactor: 3 });
  sim.createTopic('dead-letters', { partitions: 1, replicationFactor: 3 });
}

const simulation = { network: { latencyMs: 5 } };

export const callbacks: Exercise = {
  situations: [
    {
      when: 'all brokers work',
      simulation,
      prepare,
      run,
      judge: ({ sim }) =>
        first(
          unlessEqual('orders in the topic orders', sim.topic('orders').records().length, ORDERS.length, NOT_SENT),
          unlessEqual('the topic dead-letters has', sim.topic('dead-letters').values(), [], 'No order has failed.'),
        ),
    },
    {
      when: 'the brokers refuse ink and chair',
      simulation,
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { topic: 'orders', partition: 1 }).respond('INVALID_RECORD').optional();
      },
      run,
      judge: ({ sim }) => first(tooLate(sim), deadLetters(sim)),
      whyItThrows: 'An order that fails must not end the program. Its error is what the callback gets.',
    },
  ],
};

const NOT_SENT = 'Send every order to its own topic, and wait for flush() or close() before you return.';

function tooLate(sim: Simulation): ReturnType<Situation['judge']> {
  if (sim.nowMs <= LIMIT_MS) return undefined;
  return {
    expected: `it takes at most ${LIMIT_MS} ms`,
    got: `${sim.nowMs} ms, and the topic dead-letters has ${JSON.stringify(sim.topic('dead-letters').values())}`,
    why: 'send() in a callback waits for the metadata of dead-letters, and the thread that would fetch it is the one that runs the callback. Let the callback only note the order, and send the dead letters after flush().',
  };
}

function deadLetters(sim: Simulation): ReturnType<Situation['judge']> {
  return unlessEqual(
    'the topic dead-letters has',
    sim.topic('dead-letters').values(),
    REFUSED,
    'All callbacks have been called when flush() returns, not before, and after the call of close() a callback can send nothing any more. So: send the orders, flush(), send the dead letters, close().',
  );
}
