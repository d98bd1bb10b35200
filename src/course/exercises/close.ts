/** Exercise 11: what was sent is stored when the program ends, even if it ends with an error. */
import type { Simulation } from '../../index.ts';
import { type Attempt, type Exercise, first, type Objection, type Situation, unlessEqual } from './exercise.ts';

const BROKEN = 'the sensor is broken';

function* readings(count: number, isBroken: boolean): Generator<string> {
  for (let i = 1; i <= count; i++) yield `reading ${i}`;
  if (isBroken) throw new Error(BROKEN);
}

/** Calls the solution as the main function of a process: when it has ended, nothing is sent any more. */
function main(count: number, isBroken: boolean): NonNullable<Situation['run']> {
  return async (sim, solution) => {
    let thrown: string | null = null;
    try {
      await solution(sim, readings(count, isBroken));
    } catch (error) {
      thrown = error instanceof Error ? error.message : String(error);
    }
    return { stored: sim.topic('readings').records().length, thrown };
  };
}

function prepare(sim: Simulation): void {
  sim.createTopic('readings', { partitions: 1, replicationFactor: 3 });
}

export const close: Exercise = {
  situations: [
    {
      when: 'there are ten readings',
      prepare,
      run: main(10, false),
      judge: (attempt) => judge(attempt, 10, null),
    },
    {
      when: 'the sensor breaks after five readings',
      prepare,
      run: main(5, true),
      judge: (attempt) => judge(attempt, 5, BROKEN),
    },
  ],
};

function judge({ result }: Attempt, expected: number, error: string | null): Objection | undefined {
  const { stored, thrown } = result as { readonly stored: number; readonly thrown: string | null };
  return first(
    unlessEqual(
      'readings that are stored when the function has ended',
      stored,
      expected,
      'close() sends what is in the buffer, but only if it is awaited, and if the program gets there: also when an error is thrown. That is what try and finally are for.',
    ),
    unlessEqual(
      'the error that the function throws',
      thrown,
      error,
      'The caller of the function has to learn that the sensor is broken: do not catch the error, or throw it again.',
    ),
  );
}
