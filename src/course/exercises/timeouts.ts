/** Exercise 7: within ten seconds a program knows whether its order is stored, and what it says remains true. */
import type { Simulation } from '../../index.ts';
import { type Exercise, first, type Objection, type Situation, unlessEqual } from './exercise.ts';

const LIMIT_MS = 10_000;

interface Outcome {
  readonly said: unknown;
  readonly afterMs: number;
}

/** Calls the solution; then the network works again, and three minutes pass. */
const run: NonNullable<Situation['run']> = async (sim, solution) => {
  const said = await solution(sim, { topic: 'orders', value: 'order 17' });
  const afterMs = sim.nowMs;
  for (const fault of sim.faults.list()) fault.remove();
  await sim.sleep(180_000);
  return { said, afterMs } satisfies Outcome;
};

const whyItThrows =
  'Kafka requires that delivery.timeout.ms is at least linger.ms + request.timeout.ms. If the order fails, return "failed" instead of throwing.';

function prepare(sim: Simulation): void {
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
}

export const timeouts: Exercise = {
  situations: [
    {
      when: 'all brokers work',
      prepare,
      run,
      judge: ({ sim, result }) => judge(sim, result as Outcome, 'stored', ['order 17']),
      whyItThrows,
    },
    {
      when: 'no record reaches its broker',
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce').loseRequest().optional();
      },
      run,
      judge: ({ sim, result }) => judge(sim, result as Outcome, 'failed', []),
      whyItThrows,
    },
    {
      when: 'no broker answers at all, not even to say which of them leads the partition',
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Metadata').loseRequest().optional();
      },
      run,
      judge: ({ sim, result }) => judge(sim, result as Outcome, 'failed', []),
      whyItThrows,
    },
  ],
};

function judge(
  sim: Simulation,
  { said, afterMs }: Outcome,
  truth: string,
  stored: readonly string[],
): Objection | undefined {
  return first(
    tooLate(afterMs),
    unlessEqual('the function returns', said, truth, 'Return "stored" or "failed".'),
    unlessEqual(
      'three minutes later, in the topic',
      sim.topic('orders').values(),
      stored,
      'get(timeout) only ends the waiting. The producer goes on sending, and stores an order of which the customer was told that it has failed. The producer itself has to give up in time.',
    ),
  );
}

function tooLate(afterMs: number): Objection | undefined {
  if (afterMs <= LIMIT_MS) return undefined;
  return {
    expected: `the function returns within ${LIMIT_MS} ms`,
    got: `${afterMs} ms`,
    why: 'Two clocks of the producer decide when a record fails: max.block.ms before it is in a batch, delivery.timeout.ms from then on.',
  };
}
