/** Exercise 6: what a program may say about an order that has failed: that it was refused, or that its fate is unknown. */
import type { Simulation } from '../../index.ts';
import { type Exercise, first, type Situation, unlessEqual } from './exercise.ts';

const ORDERS = ['pen', 'lamp', 'desk'].map((value, partition) => ({ topic: 'orders', partition, value }));

const run: NonNullable<Situation['run']> = (sim, solution) => solution(sim, ORDERS);
const whyItThrows = 'An order that fails must not end the program. What get() throws says what became of the order.';

function prepare(sim: Simulation): void {
  sim.createTopic('orders', { partitions: 3, replicationFactor: 3 });
}

function fault(sim: Simulation, partition: number): ReturnType<Simulation['faults']['on']> {
  prepare(sim);
  return sim.faults.on('Produce', { topic: 'orders', partition });
}

function returns(result: unknown, expected: readonly string[], why: string): ReturnType<Situation['judge']> {
  return unlessEqual('the function returns', result, expected, why);
}

export const retriable: Exercise = {
  situations: [
    {
      when: 'a broker refuses pen twice, with NOT_ENOUGH_REPLICAS',
      prepare: (sim) => void fault(sim, 0).times(2).respond('NOT_ENOUGH_REPLICAS').optional(),
      run,
      judge: ({ result }) =>
        returns(
          result,
          ['stored', 'stored', 'stored'],
          'The producer sends pen again by itself, until it is stored. The program only has to wait.',
        ),
      whyItThrows,
    },
    {
      when: 'a broker refuses lamp, with INVALID_RECORD',
      prepare: (sim) => void fault(sim, 1).respond('INVALID_RECORD').optional(),
      run,
      judge: ({ result }) =>
        returns(
          result,
          ['stored', 'refused', 'stored'],
          'An InvalidRecordException is not a RetriableException: the broker has looked at the record and refuses it, so that it is certainly not stored.',
        ),
      whyItThrows,
    },
    {
      when: 'a broker stores desk, and four of its answers are lost',
      prepare: (sim) => void fault(sim, 2).times(4).loseResponse().optional(),
      run,
      judge: ({ sim, result }) =>
        first(
          unlessEqual(
            'in the topic',
            sim.topic('orders').values(),
            ['pen', 'lamp', 'desk'],
            'The producer has given up, but the record is stored. If the program sends it again, it is a new record for the broker.',
          ),
          returns(
            result,
            ['stored', 'stored', 'unknown'],
            'A TimeoutException means that no answer has arrived. The record may be stored, as it is here, so that "refused" would be wrong.',
          ),
        ),
      whyItThrows,
    },
  ],
};
