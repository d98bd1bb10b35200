/**
 * Going on from a moment in another way: what if the leader had crashed just then?
 *
 * A JavaScript program cannot be copied in the middle of what it does, so nothing is: the whole run is run again, from the same
 * seed, and differs from one moment on. That it is the same run up to there is not assumed but proved, line by line of the trace.
 *
 * Owns: the two runs, and the proof. Refuses to know: what the fork does differently.
 */

import { firstDivergence } from '../sim/index.ts';
import { TextHash } from '../sim/text-hash.ts';
import { Simulation } from '../simulation/simulation.ts';
import type { SimulationOptions } from '../simulation/simulation-options.ts';
import { type Scenario, scenarioContext } from './scenario.ts';

/** What a fork is of. It is run twice, so it must make its clients itself and share nothing between runs. */
export type ForkedProgram = (sim: Simulation) => Promise<unknown>;

export interface ForkOptions {
  /** Virtual ms since the start. `change` runs before anything else that is due in this ms. */
  readonly atMs: number;
  /** What is different from there on: a fault, a crash, anything. */
  readonly change: (sim: Simulation) => void;
  /** Of both runs, on top of a scenario's own; their trace is on. Default: a simulation's own defaults. */
  readonly world?: Omit<SimulationOptions, 'trace'>;
}

/** One of the two runs, to its end. */
export interface ForkSide {
  readonly sim: Simulation;
  /** What the program threw, or what the simulation had against it. A fork may well fail where the original does not. */
  readonly failure?: unknown;
}

export interface Fork {
  readonly original: ForkSide;
  readonly forked: ForkSide;
  /** Lines of the trace up to the moment: the same in both. */
  readonly sharedLines: number;
  /** Of these lines. */
  readonly sharedFingerprint: string;
  /** Where they part, as text; undefined if `change` changed nothing that can be seen. */
  readonly divergence: string | undefined;
}

/** The two runs cannot be told from one seed, or there is no such moment. */
export class ForkError extends Error {
  override readonly name = 'ForkError';
}

/**
 * Runs a program or a scenario as it is, then once more with `change` at `atMs`.
 *
 * @throws ForkError if the runs differ before the moment: the program has chance or time of its own, or shares something
 *   between runs; or if the original ends before the moment comes
 */
export async function fork(what: Scenario | ForkedProgram, { atMs, change, world = {} }: ForkOptions): Promise<Fork> {
  const program = typeof what === 'function' ? what : (sim: Simulation) => what.run(scenarioContext(sim, () => {}));
  const options = typeof what === 'function' ? world : { ...what.simulation, breaks: what.breaks ?? [], ...world };
  const original = await play(program, new Simulation(options));
  if (original.sim.nowMs < atMs) {
    throw new ForkError(`Cannot fork at ${atMs} ms: the run is over at ${original.sim.nowMs} ms.`);
  }
  const sim = new Simulation(options);
  sim.at(atMs).do(() => change(sim));
  const forked = await play(program, sim);
  const [first, second] = [linesBefore(atMs, original.sim), linesBefore(atMs, forked.sim)];
  const sharedFingerprint = fingerprint(first);
  if (fingerprint(second) !== sharedFingerprint) {
    throw new ForkError(
      `The two runs differ before ${atMs} ms, so this would be no fork: does the program draw or measure time by itself, or keep something between runs?\n${firstDivergence(first, second)}`,
    );
  }
  const divergence = firstDivergence(original.sim.trace.lines, forked.sim.trace.lines);
  return { original, forked, sharedLines: first.length, sharedFingerprint, divergence };
}

function play(program: ForkedProgram, sim: Simulation): Promise<ForkSide> {
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
