/** Exercise 10: transfers of which both records are visible or none. */
import type { Simulation } from '../../index.ts';
import { type Exercise, type Objection, type Situation, unlessEqual } from './exercise.ts';

const TRANSFERS = [10, 20, 30].map((amount) => [
  { topic: 'accounts', partition: 0, value: `Ann -${amount}` },
  { topic: 'accounts', partition: 1, value: `Bob +${amount}` },
]);

/** The markers of a transaction are written after commitTransaction() has returned. */
const run: NonNullable<Situation['run']> = async (sim, solution) => {
  await solution(sim, TRANSFERS);
  await sim.sleep(1_000);
};

function prepare(sim: Simulation): void {
  sim.createTopic('accounts', { partitions: 2, replicationFactor: 3 });
}

function committed(sim: Simulation, expected: readonly string[], why: string): Objection | undefined {
  const values = sim.topic('accounts').values({ isolation: 'read_committed' });
  return unlessEqual('a read_committed consumer reads', values, expected, why);
}

export const transactions: Exercise = {
  situations: [
    {
      when: 'all brokers work',
      prepare,
      run,
      judge: ({ sim }) =>
        committed(
          sim,
          ['Ann -10', 'Ann -20', 'Ann -30', 'Bob +10', 'Bob +20', 'Bob +30'],
          'Each transfer needs beginTransaction(), both records, and commitTransaction(), which is to be awaited. Before the first one: await initTransactions(), once.',
        ),
      whyItThrows:
        'A transactional producer has a transactional.id, and await initTransactions() comes before anything else.',
    },
    {
      when: 'the brokers refuse the second record of the second transfer',
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { value: 'Bob +20' }).respond('INVALID_RECORD').optional();
      },
      run,
      judge: ({ sim }) =>
        committed(
          sim,
          ['Ann -10', 'Ann -30', 'Bob +10', 'Bob +30'],
          'A transfer is one transaction: both records between the same beginTransaction() and commitTransaction(). If one of them fails, abortTransaction() takes back the other.',
        ),
      whyItThrows:
        'commitTransaction() throws the error of a record that has failed. Then await abortTransaction(), and go on with the next transfer.',
    },
  ],
};
