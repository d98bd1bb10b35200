/**
 * Runs the solution of an exercise in every situation, bounded, and returns the first objection.
 */
import { Simulation, SimulationError } from '../index.ts';
import type { Exercise, Objection, Situation, Solution } from './exercises/exercise.ts';

/** A solution that needs more events than this does not end by itself. No right one needs a hundredth of them. */
const MAX_EVENTS = 300_000;

/** What became of an attempt. Plain data, so that a thread can post it. */
export type Judgement =
  | { readonly isRight: true; readonly situations: readonly string[] }
  | {
      readonly isRight: false;
      readonly passed: readonly string[];
      readonly when: string;
      readonly objection: Objection;
    };

/** @param seed of all runs */
export async function judgeSolution({ situations }: Exercise, solution: Solution, seed: number): Promise<Judgement> {
  const passed: string[] = [];
  for (const situation of situations) {
    const objection = await tryIn(situation, solution, seed);
    if (objection !== undefined) return { isRight: false, passed, when: situation.when, objection };
    passed.push(situation.when);
  }
  return { isRight: true, situations: passed };
}

async function tryIn(situation: Situation, solution: Solution, seed: number): Promise<Objection | undefined> {
  const { simulation, prepare, run = (sim, solve) => solve(sim), judge, whyItThrows } = situation;
  const sim = new Simulation({
    maxEvents: MAX_EVENTS,
    callbackErrors: 'log',
    ...simulation,
    seed,
    guarantees: ['NoPhantomRecord'],
  });
  try {
    prepare?.(sim);
    const result = await sim.run(async () => run(sim, solution));
    return judge({ sim, result });
  } catch (error) {
    return objectionTo(error, whyItThrows);
  } finally {
    sim.close();
  }
}

function objectionTo(error: unknown, whyItThrows: string | undefined): Objection {
  if (error instanceof SimulationError && error.kind !== 'misuse') {
    return {
      expected: 'the solution ends',
      got: reasonOf(error),
      why: 'Something that it awaits never happens, or it goes on without end.',
    };
  }
  return {
    expected: 'the solution returns',
    got: `it throws ${textOf(error)}`,
    why: whyItThrows ?? 'Nothing here should make it throw. The error says what went wrong.',
  };
}

/** The first line of an error, and of its cause: Java's client wraps what is wrong with its settings. The simulation adds itself as a cause. */
function textOf(error: unknown): string {
  const [line = ''] = String(error).split('\n');
  const { cause } = Object(error) as { readonly cause?: unknown };
  return cause instanceof Error && !(cause instanceof SimulationError) ? `${line}, because of ${textOf(cause)}` : line;
}

/** The message of the error without the seed, what is pending, and the last events. */
function reasonOf({ message }: SimulationError): string {
  const [headline = '', ...lines] = message.split('\n');
  const end = lines.findIndex((line) => /^(It may be waiting for|The last events|Replay it)\b/.test(line));
  return [headline.replace(/^Seed \S+ at/, 'at'), ...lines.slice(0, end)].join(' ');
}
