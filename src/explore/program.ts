/**
 * A program: the code that is explored, and the guarantees that it has to keep.
 */
import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { ANY, FUNCTION, isObject, LIST, OBJECT, TEXT, valueType } from '../checks/value-type.ts';
import { type CustomGuarantee, GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { GuaranteeName, ProducerConfigInput, Simulation, SimulationOptions } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { checkProgramOptions, checkScenario, scenarioContext } from '../scenario/scenario.ts';
import type { Case, ClusterShape, ProgramInput } from './case.ts';
import { guaranteesOf } from './guarantees-of.ts';
import { runWorkload, type Workload } from './workload.ts';

/** The code under test. It creates its own clients and shares no state between runs. */
export type ProgramFunction = (sim: Simulation, input: ProgramInput) => Promise<unknown>;

/** A program to explore. It creates its clients itself and keeps no state between runs. */
export interface Program {
  /** The name in reports and file names. */
  readonly name: string;
  /** The program's cluster, unless a case has its own. Default: three brokers without topics. */
  readonly cluster?: ClusterShape;
  /** The producer settings, unless a case has its own. Default: none. */
  readonly producer?: ProducerConfigInput;
  /** The workload, unless a case has its own. Default: no steps. */
  readonly workload?: Workload;
  /** What has to hold in every run. Default: everything that Kafka guarantees for the settings in `producer`. */
  readonly guarantees?: readonly (GuaranteeName | CustomGuarantee)[];
  /** Guarantees that the program is known to violate, and that are therefore not checked. Default: none. */
  readonly breaks?: readonly GuaranteeName[];
  /** Options of the simulation besides those of the cluster. Default: none. */
  readonly simulation?: Scenario['simulation'];
  readonly run: ProgramFunction;
}

/** The cluster, the producer and the workload are checked as those of a case, and the guarantees by the simulation. */
const PROGRAM_FIELDS: OptionTypes<Program> = {
  name: TEXT,
  cluster: ANY,
  producer: ANY,
  workload: ANY,
  guarantees: LIST,
  breaks: LIST,
  simulation: OBJECT,
  run: FUNCTION,
};
const TARGET = valueType(isObject, 'a program, a scenario or a function that takes a simulation');

function checkProgram(program: Program): void {
  checkOptions('A program', program, PROGRAM_FIELDS, { noun: 'field', required: ['name', 'run'] });
  checkProgramOptions(`Program '${program.name}'`, program.simulation);
}

/**
 * Declares a program, usually as the default export of its file. Returns its argument.
 *
 * @throws IllegalArgumentException for a field that does not exist, and for one that is of another type or missing
 *
 * @example
 * import { StringSerializer } from 'kafka-trial';
 * import { defineProgram, explore } from 'kafka-trial/explore';
 *
 * const program = defineProgram({
 *   name: 'orders',
 *   cluster: { brokers: 3, topics: [{ name: 'orders', partitions: 1 }] },
 *   run: async (sim) => {
 *     const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *     producer.send({ topic: 'orders', value: 'one' });
 *     await producer.close();
 *   },
 * });
 * const { tried, failures } = await explore(program, { runs: 10 });
 * console.log(tried, failures.length);
 * // prints: 10 0
 */
export function defineProgram(program: Program): Program {
  checkProgram(program);
  return program;
}

/** Sends ten records to one topic of three partitions, with short pauses. */
export const DEFAULT_PROGRAM: Program = {
  name: 'default-workload',
  cluster: { brokers: 3, topics: [{ name: 'payments', partitions: 3, replicationFactor: 3 }] },
  workload: Array.from({ length: 10 }, (_, i) => [
    { do: 'send', topic: 'payments', key: `key-${i}`, value: `value-${i}` } as const,
    ...(i % 3 === 2 ? [{ do: 'sleep', forMs: 5 } as const] : []),
  ]).flat(),
  run: runWorkload,
};

/**
 * Makes a program of a scenario or a function. A program is returned as it is.
 *
 * @param name the name of the program that is made of a function
 * @throws IllegalArgumentException for a field that does not exist, and for one that is of another type or missing
 */
export function programOf(target: Program | Scenario | ProgramFunction, name = 'program'): Program {
  if (typeof target === 'function') return { name, run: target };
  checkArgument('A program', target, TARGET);
  if (!('title' in target)) {
    checkProgram(target);
    return target;
  }
  checkScenario(target);
  const { breaks = [], guarantees = [], simulation, run } = target;
  return {
    name: target.name,
    guarantees: [...GUARANTEE_NAMES, ...guarantees],
    breaks,
    ...(simulation !== undefined && { simulation }),
    run: (sim) => run(scenarioContext(sim, () => {})),
  };
}

/** The case without faults. */
export function baselineCase(
  { cluster = {}, producer = {}, workload = [] }: Program,
  seed: number,
  versions: Pick<Case, 'clientVersion' | 'brokerVersion'> = {},
): Case {
  return { seed, cluster, producer, workload, plan: [], ...versions };
}

/** The options of the simulation for a case of the program. */
export function simulationOptionsOf(
  program: Program,
  { seed, cluster, producer, clientVersion, brokerVersion }: Case,
): SimulationOptions {
  const { brokers, config, latencyMs } = cluster;
  const { guarantees = guaranteesOf(producer), breaks = [], simulation } = program;
  const excluded: readonly (GuaranteeName | CustomGuarantee)[] = breaks;
  return {
    ...simulation,
    seed,
    guarantees: guarantees.filter((guarantee) => !excluded.includes(guarantee)),
    ...(brokers !== undefined && { brokers }),
    ...(config !== undefined && { config }),
    ...(clientVersion !== undefined && { clientVersion }),
    ...(brokerVersion !== undefined && { brokerVersion }),
    ...(latencyMs !== undefined && { network: { latencyMs } }),
  };
}
