/**
 * Forks: runs a program a second time, differently from a given time on.
 *
 * A JavaScript program cannot be copied while it runs, so a fork runs the whole program again from the same seed. That both runs are
 * equal up to that time is not assumed: their traces are compared.
 */

import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { isPromise } from '../checks/describe-value.ts';
import { FUNCTION, isObject, MS, OBJECT, valueType } from '../checks/value-type.ts';
import { firstDivergence } from '../sim/index.ts';
import { TextHash } from '../sim/text-hash.ts';
import { Simulation } from '../simulation/simulation.ts';
import { checkSimulationOptions, type SimulationOptions } from '../simulation/simulation-options.ts';
import { checkScenario, type Scenario, scenarioContext } from './scenario.ts';

/** The program of a fork. It is run twice, so it must make its topics and clients itself, and share nothing between runs. */
export type ForkedProgram = (sim: Simulation) => Promise<unknown>;

/** Options of `fork`. */
export interface ForkOptions {
  /** When the forked run begins to differ, in virtual ms since the start. `change` runs before all other events of this ms. */
  readonly atMs: number;
  /** Makes the difference, at once: `(sim) => sim.crash('broker-1')`. It is not asynchronous. */
  readonly change: (sim: Simulation) => void;
  /** Options of both simulations, in addition to those of a scenario. The trace is always on. Default: none. */
  readonly simulation?: Omit<SimulationOptions, 'trace'>;
}

const FORK_OPTIONS: OptionTypes<ForkOptions> = { atMs: MS, change: FUNCTION, simulation: OBJECT };
const PROGRAM = valueType(isObject, 'a function that takes a simulation, or a scenario');
const NO_PROMISE = valueType(
  (value): value is unknown => !isPromise(value),
  'no promise, because it has to make the difference at once, without await',
);

/** One of the two runs of a fork, at its end. */
export interface ForkSide {
  readonly sim: Simulation;
  /** What the program threw, or why the simulation failed it; absent if it succeeded. */
  readonly failure?: unknown;
}

/** The result of `fork`. */
export interface Fork {
  readonly original: ForkSide;
  readonly forked: ForkSide;
  /** Number of lines of the trace before `atMs`, which are the same in both runs. */
  readonly sharedLines: number;
  /** Fingerprint of these lines. */
  readonly sharedFingerprint: string;
  /** Describes the first difference of the traces; `undefined` if `change` had no observable effect. */
  readonly divergence: string | undefined;
}

/** The two runs of a fork differ too early, or the original ends before the fork begins. */
export class ForkError extends Error {
  override readonly name = 'ForkError';
}

/**
 * Runs a program or a scenario, then runs it again with `change` at `atMs`. It does not throw if one of the runs fails.
 *
 * @throws IllegalArgumentException for an invalid program or option
 * @throws ForkError if the runs differ before `atMs`, because the program uses random numbers or real time of its own or shares state
 *   between runs; or if the original run ends before `atMs`
 * @example
 * import { fork, StringSerializer } from 'kafka-trial';
 *
 * const { original, forked } = await fork(
 *   async (sim) => {
 *     const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *     await sim.sleep(1_000);
 *     await producer.send({ topic: 'payments', value: '12 EUR' }).get();
 *   },
 *   { atMs: 500, change: (sim) => void sim.faults.on('Produce').nth(1).loseResponse() },
 * );
 * console.log(original.sim.nowMs, forked.sim.nowMs);
 * // prints: 1112 31245
 */
export async function fork(program: Scenario | ForkedProgram, forkOptions: ForkOptions): Promise<Fork> {
  checkFork(program, forkOptions);
  const { atMs, change, simulation = {} } = forkOptions;
  const options =
    typeof program === 'function' ? simulation : { ...program.simulation, breaks: program.breaks ?? [], ...simulation };
  const run =
    typeof program === 'function' ? program : (sim: Simulation) => program.run(scenarioContext(sim, () => {}));
  const original = await runSide(run, new Simulation(options));
  if (original.sim.nowMs < atMs) {
    throw new ForkError(`Cannot fork at ${atMs} ms: the original run ends at ${original.sim.nowMs} ms.`);
  }
  const sim = new Simulation(options);
  sim.at(atMs).do(() => changeNow(sim, change));
  const forked = await runSide(run, sim);
  const [first, second] = [linesBefore(atMs, original.sim), linesBefore(atMs, forked.sim)];
  const sharedFingerprint = fingerprint(first);
  if (fingerprint(second) !== sharedFingerprint) {
    throw new ForkError(
      `Cannot fork at ${atMs} ms: the two runs differ before that. Does the program use random numbers or real time of its own, or share state between runs?\n${firstDivergence(first, second)}`,
    );
  }
  const divergence = firstDivergence(original.sim.trace.lines, forked.sim.trace.lines);
  return { original, forked, sharedLines: first.length, sharedFingerprint, divergence };
}

function checkFork(program: Scenario | ForkedProgram, options: ForkOptions): void {
  if (typeof program !== 'function') {
    checkArgument('fork(program)', program, PROGRAM);
    checkScenario(program);
  }
  checkOptions('fork()', options, FORK_OPTIONS, { required: ['atMs', 'change'] });
  if (options.simulation !== undefined)
    checkSimulationOptions(options.simulation, `fork(), option 'simulation'`, ['trace']);
}

/** @throws IllegalArgumentException for an asynchronous change, most of which would come after the events of that time */
function changeNow(sim: Simulation, change: (sim: Simulation) => unknown): void {
  const result = change(sim);
  // The run fails with the error that follows, so what the promise rejects with is not reported as well.
  if (isPromise(result)) result.then(undefined, () => {});
  checkArgument("fork(), the result of 'change'", result, NO_PROMISE);
}

function runSide(program: ForkedProgram, sim: Simulation): Promise<ForkSide> {
  return sim.run(program).then(
    () => ({ sim }),
    (failure: unknown) => ({ sim, failure }),
  );
}

function linesBefore(atMs: number, { trace, startMs }: Simulation): readonly string[] {
  const end = trace.entries.findIndex((entry) => entry.atMs >= startMs + atMs);
  return end < 0 ? trace.lines : trace.lines.slice(0, end);
}

function fingerprint(lines: readonly string[]): string {
  const hash = new TextHash();
  for (const line of lines) hash.add(`${line}\n`);
  return hash.digest();
}
