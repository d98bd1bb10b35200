/**
 * What is explored: a program over a simulation, and the guarantees it is held to.
 *
 * Owns: the shape, what a scenario or a bare function is as a program, and the program there is by default.
 * Refuses to know: files (cli), and what is done to it (try-case.ts).
 */

import { type CustomGuarantee, GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { GuaranteeName, ProducerConfigInput, Simulation, SimulationOptions } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { scenarioContext } from '../scenario/scenario.ts';
import type { Case, ClusterShape, ProgramInput } from './case.ts';
import { guaranteesOf } from './guarantees-of.ts';
import { playWorkload, type Workload } from './workload.ts';

/** A user's code on trial. It makes its clients itself and shares nothing between runs. */
export type ProgramFunction = (sim: Simulation, given: ProgramInput) => Promise<unknown>;

export interface Program {
  /** For people and file names. */
  readonly name: string;
  /** What it is given where nothing else is said. Default: three brokers without topics, no settings, no steps. */
  readonly cluster?: ClusterShape;
  readonly producer?: ProducerConfigInput;
  readonly workload?: Workload;
  /** What it is held to. Default: all that Kafka guarantees for `producer`. */
  readonly guarantees?: readonly (GuaranteeName | CustomGuarantee)[];
  /** Guarantees that it breaks anyway: their breach is no news. Default: none. */
  readonly breaks?: readonly GuaranteeName[];
  /** Options of the simulation beside the cluster's. Default: none. */
  readonly simulation?: Scenario['simulation'];
  readonly run: ProgramFunction;
}

/** Declares a program; a file's default export. */
export function defineProgram(program: Program): Program {
  return program;
}

/** Ten records to one topic of three partitions, a little time between them. */
export const DEFAULT_PROGRAM: Program = {
  name: 'default-workload',
  cluster: { brokers: 3, topics: [{ name: 'payments', partitions: 3, replicationFactor: 3 }] },
  workload: Array.from({ length: 10 }, (_, i) => [
    { do: 'send', topic: 'payments', key: `key-${i}`, value: `value-${i}` } as const,
    ...(i % 3 === 2 ? [{ do: 'sleep', forMs: 5 } as const] : []),
  ]).flat(),
  run: playWorkload,
};

/** A scenario, a bare function, or a program, as a program. `name` is for a function. */
export function programOf(what: Program | Scenario | ProgramFunction, name = 'program'): Program {
  if (typeof what === 'function') return { name, run: what };
  if (!('title' in what)) return what;
  const { breaks = [], guarantees = [], simulation, run } = what;
  return {
    name: what.name,
    guarantees: [...GUARANTEE_NAMES, ...guarantees],
    breaks,
    ...(simulation !== undefined && { simulation }),
    run: (sim) => run(scenarioContext(sim, () => {})),
  };
}

/** The case without a fault. */
export function calmCase({ cluster = {}, producer = {}, workload = [] }: Program, seed: number): Case {
  return { seed, cluster, producer, workload, plan: [] };
}

/** The options of the simulation that a case of the program is tried in. */
export function simulationOptionsOf(program: Program, { seed, cluster, producer }: Case): SimulationOptions {
  const { brokers, config, latencyMs } = cluster;
  const { guarantees = guaranteesOf(producer), breaks = [], simulation } = program;
  const broken: readonly (GuaranteeName | CustomGuarantee)[] = breaks;
  return {
    ...simulation,
    seed,
    guarantees: guarantees.filter((guarantee) => !broken.includes(guarantee)),
    ...(brokers !== undefined && { brokers }),
    ...(config !== undefined && { config }),
    ...(latencyMs !== undefined && { network: { latencyMs } }),
  };
}
