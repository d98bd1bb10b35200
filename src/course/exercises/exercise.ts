/**
 * What an exercise of the course is: the situations in which a solution is run, and what is expected in each. ../judge.ts runs them.
 */
import type { Simulation, SimulationOptions } from '../../index.ts';

/** The default export of a solution's file. */
// biome-ignore lint/suspicious/noExplicitAny: what a solution takes and returns differs from exercise to exercise
export type Solution = (...args: any[]) => unknown;

export interface Exercise {
  /** Tried in this order; the first objection ends the attempt. */
  readonly situations: readonly Situation[];
}

/** One run of a solution, in a simulation of its own. */
export interface Situation {
  /** What happens to the solution, as a clause: `one broker crashes`. */
  readonly when: string;
  readonly simulation?: Omit<SimulationOptions, 'seed' | 'guarantees'>;
  /** Creates topics and sets faults. Default: nothing. */
  readonly prepare?: (sim: Simulation) => void;
  /** Runs the solution. Default: it is called with the simulation. */
  readonly run?: (sim: Simulation, solution: Solution) => unknown;
  /** What is wrong with the attempt; `undefined` if it is right. */
  readonly judge: (attempt: Attempt) => Objection | undefined;
  /** Why a solution throws here, if it does: the usual mistake. */
  readonly whyItThrows?: string;
}

/** A run of a solution that has returned. */
export interface Attempt {
  readonly sim: Simulation;
  readonly result: unknown;
}

/** What is wrong with a solution. Each text is a clause or sentences without a line break. */
export interface Objection {
  readonly expected: string;
  readonly got: string;
  /** Why Kafka behaves like that, and where to look. */
  readonly why: string;
}

/** An objection unless both values are equal as JSON. */
export function unlessEqual(what: string, actual: unknown, expected: unknown, why: string): Objection | undefined {
  const [shown, wanted] = [textOf(actual), textOf(expected)];
  return shown === wanted ? undefined : { expected: `${what}: ${wanted}`, got: shown, why };
}

/** The first of several objections. */
export function first(...objections: readonly (Objection | undefined)[]): Objection | undefined {
  return objections.find((objection) => objection !== undefined);
}

/** Number of Produce requests that clients have sent. */
export function produceRequests(sim: Simulation): number {
  return sim.trace.entries.filter(({ event }) => event === 'Produce request').length;
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
