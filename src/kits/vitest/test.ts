/**
 * Vitest's `test` with a simulation of its own for every test.
 *
 * Owns: the life of that simulation: made with a seed of the test's name and held to all guarantees, asked for its faults at the
 * end, closed; and that the report of a test that failed ends with the command that runs it again.
 * Refuses to know: what a test expects.
 */
import { test as plainTest, type TestAPI, type TestContext } from 'vitest';
import { describePendingWork } from '../../simulation/run/pending-work.ts';
import { Simulation } from '../../simulation/simulation.ts';
import type { SimulationOptions } from '../../simulation/simulation-options.ts';
import { assertEveryFaultFired } from '../assert/assertions.ts';
import { askedSeed, seedFrom } from '../assert/seed.ts';
import { fullName, replayCommand } from './replay-command.ts';

export interface Fixtures {
  /**
   * What the simulation is made with: `test.override({ simulationOptions: { brokers: 1 } })` or `test.extend({ simulationOptions: ... })`. Default: all
   * guarantees, and a seed made of the test's name. KAFKA_TRIAL_SEED in the environment goes before any other seed.
   */
  readonly simulationOptions: SimulationOptions;
  /** A simulation of the test's own. When the test is over, faults that never fired fail it, and the simulation is closed. */
  readonly sim: Simulation;
}

type Use = (sim: Simulation) => Promise<void>;
type FixtureContext = Pick<TestContext, 'task' | 'onTestFailed' | 'onTestFinished'> &
  Pick<Fixtures, 'simulationOptions'>;

export const test: TestAPI<Fixtures> = plainTest.extend<Fixtures>({
  simulationOptions: {},
  // Vitest reads the names of what a fixture needs off its parameter.
  sim: async ({ task, onTestFailed, onTestFinished, simulationOptions }: FixtureContext, use: Use) => {
    const seed = askedSeed() ?? simulationOptions.seed ?? seedFrom(fullName(task));
    const command = simulationOptions.replayCommand ?? replayCommand(task, seed);
    const sim = new Simulation({ guarantees: 'all', ...simulationOptions, seed, replayCommand: command });
    onTestFailed(() => sign(task, sim, command));
    onTestFinished(() => {
      if (!hasFailed(task)) assertEveryFaultFired(sim);
    });
    await use(sim);
    sim.close();
  },
});

function hasFailed({ result }: TestContext['task']): boolean {
  return result?.state === 'fail';
}

/** Errors that do not come from the simulation do not say how to see them again, nor what a test waited for too long. */
function sign({ result }: TestContext['task'], sim: Simulation, command: string): void {
  const hint = `Replay it (seed ${sim.seed}): ${command}`;
  for (const error of result?.errors ?? []) {
    if (error.message.includes(hint)) continue;
    const waiting = error.message.startsWith('Test timed out') ? `\n${whatItWaitsFor(sim)}` : '';
    const message = `${error.message}${waiting}\n${hint}`;
    error.message = message;
    // Reporters take errors of one stack for one error, and some show nothing else.
    const frames = error.stack?.search(/\n\s+at /) ?? -1;
    if (frames >= 0) error.stack = `${error.name}: ${message}${error.stack?.slice(frames)}`;
  }
}

function whatItWaitsFor({ trace, startMs, timers, nowMs }: Simulation): string {
  const wait = describePendingWork(trace, startMs, timers.describeWaiting());
  return `The simulation stands at ${nowMs} ms: its clock moves in sim.run(), by sim.advance() and the like, and not by itself.\n${wait}`;
}
