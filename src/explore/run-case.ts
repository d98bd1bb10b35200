/**
 * Runs a program on one case, and decides whether it failed.
 */
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { BOOLEAN, COUNT, STRING } from '../checks/value-type.ts';
import { Simulation, SimulationError } from '../index.ts';
import type { SimulationFailureKind } from '../sim/index.ts';
import { type Case, readCase } from './case.ts';
import { type Program, simulationOptionsOf } from './program.ts';

/** Why a case failed. */
export interface Failure {
  readonly kind: SimulationFailureKind;
  /** Name of the violated guarantee; `null` for other kinds. */
  readonly guarantee: string | null;
  /** The failure and its evidence, in several lines. */
  readonly message: string;
}

/** Failures with the same signature are counted as one. */
export function signatureOf({ kind, guarantee, message }: Failure): string {
  return guarantee ?? (kind === 'the program threw' ? (message.split('\n')[0] ?? kind) : kind);
}

/** Options of `runCase`. */
export interface RunCaseOptions {
  /** The run fails after this number of events. Default 1,000,000. */
  readonly maxEvents?: number;
  /**
   * Whether an error of the program is a failure. Default false if the case has faults, because many programs may throw
   * then, and only the guarantees decide. A program that throws without any fault always fails.
   */
  readonly throws?: boolean;
  /** The command that failure messages name. */
  readonly replayCommand?: string;
}

/** A finished run of a case. */
export interface CaseRun {
  readonly sim: Simulation;
  readonly failure?: Failure;
}

export const RUN_CASE_OPTIONS: OptionTypes<RunCaseOptions> = {
  maxEvents: COUNT,
  throws: BOOLEAN,
  replayCommand: STRING,
};

const DEFAULT_MAX_EVENTS = 1_000_000;

/** Failures that say only that something expected did not happen, which is to be expected under faults. */
const IGNORED_FAILURES: readonly SimulationFailureKind[] = [
  'a fault never fired',
  'an expected violation did not occur',
];

/**
 * Runs a program on a case. A failure is returned and not thrown.
 *
 * @throws CaseError, FaultError, ConfigException or IllegalArgumentException if the simulation of the case cannot be
 *   created
 *
 * @example
 * import { defineProgram, runCase, runWorkload } from 'kafka-trial/explore';
 *
 * const program = defineProgram({ name: 'workload', run: runWorkload });
 * const { sim, failure } = await runCase(program, {
 *   seed: 1,
 *   cluster: { brokers: 1 },
 *   producer: {},
 *   workload: [{ do: 'send', topic: 'payments', value: 'one' }],
 *   plan: [],
 * });
 * console.log(failure, sim.topic('payments').values().join());
 * // prints: undefined one
 */
export async function runCase(program: Program, testCase: Case, options: RunCaseOptions = {}): Promise<CaseRun> {
  checkOptions('runCase()', options, RUN_CASE_OPTIONS);
  readCase(testCase);
  return runKnownCase(program, testCase, options);
}

/** `runCase` without checks, for cases that this package makes. */
export async function runKnownCase(program: Program, testCase: Case, options: RunCaseOptions): Promise<CaseRun> {
  const sim = prepareCase(program, testCase, options);
  try {
    return await judge(sim, program, testCase, options);
  } finally {
    // The next case needs the host, even if this one has not come to its end.
    sim.runs.releaseHost();
  }
}

async function judge(sim: Simulation, program: Program, testCase: Case, options: RunCaseOptions): Promise<CaseRun> {
  const { throws = testCase.plan.length === 0 } = options;
  const thrown = await errorOf(() => sim.run(() => program.run(sim, testCase)));
  if (thrown === undefined) return { sim };
  const failure = failureOf(thrown.error) ?? (await failureAfterwards(sim));
  if (failure !== undefined) return { sim, failure };
  if (!throws || isIgnored(thrown.error)) return { sim };
  return { sim, failure: { kind: 'the program threw', guarantee: null, message: messageOf(thrown.error) } };
}

/**
 * The simulation of a case, before its program starts.
 *
 * @throws FaultError if the plan cannot be applied to the cluster
 * @throws ConfigException or IllegalArgumentException if the cluster cannot be created
 * @throws SimulationError of kind 'misuse' if a guarantee does not exist
 */
export function prepareCase(
  program: Program,
  testCase: Case,
  { maxEvents = DEFAULT_MAX_EVENTS, replayCommand }: RunCaseOptions = {},
): Simulation {
  const options = { ...simulationOptionsOf(program, testCase), maxEvents };
  const sim = new Simulation(replayCommand === undefined ? options : { ...options, replayCommand });
  for (const { name, partitions = 1, replicationFactor } of testCase.cluster.topics ?? []) {
    sim.createTopic(name, {
      partitions,
      replicationFactor: replicationFactor ?? Math.min(3, testCase.cluster.brokers ?? 3),
    });
  }
  sim.faults.apply(testCase.plan.map((fault) => ({ ...fault, optional: true })));
  return sim;
}

/** After the program has thrown: completes what it has left in flight, and checks the guarantees. */
async function failureAfterwards(sim: Simulation): Promise<Failure | undefined> {
  const thrown = await errorOf(async () => {
    // The timers of real clients would go on without end.
    sim.runs.releaseRealClients();
    sim.settle();
    await sim.run(() => {});
  });
  return thrown === undefined ? undefined : failureOf(thrown.error);
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof SimulationError) || error.kind === 'misuse' || isIgnored(error)) return undefined;
  const { kind, guarantee, message } = error;
  return { kind, guarantee, message };
}

function isIgnored(error: unknown): boolean {
  return error instanceof SimulationError && IGNORED_FAILURES.includes(error.kind);
}

function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof SimulationError ? `\n${error.cause.message}` : '';
  return `${String(error)}${cause}`;
}

async function errorOf(work: () => Promise<unknown>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
