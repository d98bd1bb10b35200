/**
 * Vitest's `test` with a simulation for every test. The fixture creates the simulation with a seed derived from the
 * test's name, checks at the end what no `sim.run()` has checked, closes the simulation, and adds the replay command to the
 * report of a failed test.
 */
import { test as plainTest, type TestContext } from 'vitest';
import type { RealClientsOptions } from '../../simulation/real-clients.ts';
import { describePendingWork } from '../../simulation/run/pending-work.ts';
import { Simulation } from '../../simulation/simulation.ts';
import type { SimulationOptions } from '../../simulation/simulation-options.ts';
import { assertNoUnreportedFailure, RUN_NOT_AWAITED } from '../assert/assertions.ts';
import { failedSeed } from '../assert/for-seeds.ts';
import { reportOf } from '../assert/report-file.ts';
import { clientVersionFromEnvironment, seedFrom, seedFromEnvironment } from '../assert/seed.ts';
import { overlooked } from './overlooked.ts';
import { fullName, replayCommand } from './replay-command.ts';
import { type TrialTest, withSeeds } from './seeds.ts';

/** The fixtures of `test`. */
export interface Fixtures {
  /**
   * Options of the simulation, set with `test.override({ simulationOptions: { brokers: 1 } })` or
   * `test.extend({ simulationOptions: { brokers: 1 } })`. Default: `guarantees: 'all'` and a seed derived from the
   * test's name. The environment variable KAFKA_TRIAL_SEED overrides every other seed, and KAFKA_TRIAL_CLIENT_VERSION the version of the clients.
   */
  readonly simulationOptions: SimulationOptions;
  /**
   * Whether other clients run in the tests, such as kafkajs: `sim.realClients.install()` is called before each test. It may be an object with the
   * options of that call. Set it as `simulationOptions`. Default `false`.
   */
  readonly realClients: boolean | RealClientsOptions;
  /**
   * The simulation of this test. At its end the test fails if a fault has not fired, if a callback has thrown, or if a guarantee was
   * violated while the clock was moved by hand, and the simulation is closed.
   */
  readonly sim: Simulation;
}

type TestError = NonNullable<NonNullable<TestContext['task']['result']>['errors']>[number];
type Use = (sim: Simulation) => Promise<void>;
type FixtureContext = Pick<TestContext, 'task' | 'onTestFailed' | 'onTestFinished'> &
  Pick<Fixtures, 'simulationOptions' | 'realClients'>;

/**
 * Vitest's `test` with the fixtures `sim`, `simulationOptions` and `realClients`.
 *
 * @example
 * import { StringSerializer } from 'kafka-trial';
 * import { expect, test } from 'kafka-trial/vitest';
 *
 * await test('a record survives a lost answer', async ({ sim }) => {
 *   sim.faults.on('Produce').nth(1).loseResponse();
 *   const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *   await sim.run(() => producer.send({ topic: 'orders', value: 'one' }).get());
 *   expect(sim.topic('orders')).toHaveDelivered(['one']);
 *   console.log(sim.topic('orders').values().join());
 * });
 * // prints: one
 */
export const test: TrialTest<Fixtures> = withSeeds(
  plainTest.extend<Fixtures>({
    simulationOptions: {},
    realClients: false,
    // Vitest reads the names of the fixtures that it has to provide from the source of this parameter.
    sim: async ({ task, onTestFailed, onTestFinished, simulationOptions, realClients }: FixtureContext, use: Use) => {
      const seed = seedOf(task, simulationOptions);
      const clientVersion = clientVersionFromEnvironment();
      const command = simulationOptions.replayCommand ?? replayCommand(task, seed);
      const sim = new Simulation({
        guarantees: 'all',
        ...simulationOptions,
        ...(clientVersion !== undefined && { clientVersion }),
        seed,
        replayCommand: command,
      });
      const earlierErrors = task.result?.errors?.length ?? 0;
      let hasOpenRun = false;
      let circumstances: Circumstances | null = null;
      onTestFailed(() => {
        const errors = task.result?.errors?.slice(earlierErrors) ?? [];
        const seedNumber = earlierErrors === 0 ? seedNumberOf(task) : '';
        const failure = { name: fullName(task), problem: errors[0]?.message ?? '', replayCommand: command };
        const hints = { command, seedNumber, report: reportOf(sim.trial, failure) ?? '' };
        addReplayCommand(errors, sim, hints, circumstances ?? circumstancesOf(sim));
      });
      onTestFinished(() => {
        if (hasFailed(task)) sim.callbackErrors.throwFirst();
        else if (hasOpenRun) throw sim.trial.failures.misuse(RUN_NOT_AWAITED);
        else assertNoUnreportedFailure(sim);
      });
      if (realClients !== false) await installRealClients(sim, realClients);
      await use(sim);
      circumstances = circumstancesOf(sim);
      hasOpenRun = sim.runs.closeAfterTest();
    },
  }),
);

/** The same as `test`, by Vitest's and Jest's other name for it. */
export const it: TrialTest<Fixtures> = test;

/** Node's parts are loaded only for tests that need them. */
async function installRealClients(sim: Simulation, options: true | RealClientsOptions): Promise<void> {
  await import('../../real-clients/index.ts');
  sim.realClients.install(options === true ? {} : options);
}

/** The seed of a test, or of one of its repetitions: the first has the test's own seed, and the others those after it. */
function seedOf(task: TestContext['task'], { seed }: SimulationOptions): number {
  return seedFromEnvironment() ?? (seed ?? seedFrom(fullName(task))) + repetitionOf(task);
}

function repetitionOf({ result }: TestContext['task']): number {
  return result?.repeatCount ?? 0;
}

/** Which of several seeds has failed first; empty for a test with one seed. */
function seedNumberOf(task: TestContext['task']): string {
  const { repeats = 0 } = task;
  if (repeats === 0 || seedFromEnvironment() !== undefined) return '';
  return failedSeed(repetitionOf(task), repeats + 1);
}

/** How the simulation was when the test ended, before it was closed. */
interface Circumstances {
  readonly isClosed: boolean;
  readonly isRunning: boolean;
  readonly clock: Simulation['timers']['clock'];
}

function circumstancesOf({ runs, timers }: Simulation): Circumstances {
  return { isClosed: runs.isClosed, isRunning: runs.isRunning, clock: timers.clock };
}

function hasFailed({ result }: TestContext['task']): boolean {
  return result?.state === 'fail';
}

interface ReplayHint {
  readonly command: string;
  /** Which of several seeds has failed; empty for a test with one seed. */
  readonly seedNumber: string;
  /** Where the report of the run is; empty if there is none. */
  readonly report: string;
}

/**
 * Adds to errors how to replay them, which those of the simulation say already, and what the test waits for if it has timed out, or if the clock
 * has not moved at all.
 */
function addReplayCommand(
  errors: readonly TestError[],
  sim: Simulation,
  { command, seedNumber, report }: ReplayHint,
  circumstances: Circumstances,
): void {
  const hint = `Replay it (seed ${sim.seed}): ${command}`;
  for (const error of errors) {
    const [problem = '', ...rest] = error.message.split(hint);
    const isWaiting = rest.length === 0 && (problem.startsWith('Test timed out') || hasForgottenTheClock(sim));
    const wait = isWaiting ? [pendingWorkOf(sim, circumstances)] : isExplained(error) ? [] : overlooked(sim);
    const lines = [problem.trimEnd(), ...wait, seedNumber, report, hint];
    const message = lines.filter((line) => line !== '').join('\n') + rest.join(hint);
    error.message = message;
    // Reporters merge errors with equal stacks, and some print only the stack.
    const frames = error.stack?.search(/\n\s+at /) ?? -1;
    if (frames >= 0) error.stack = `${error.name}: ${message}${error.stack?.slice(frames)}`;
  }
}

/** More causes than this are taken for circular. */
const MAX_CAUSES = 100;

/** Whether the error or one of its causes is ours, and says what there is to say. */
function isExplained(error: TestError): boolean {
  let cause: unknown = error;
  for (let causes = 0; typeof cause === 'object' && cause !== null && causes < MAX_CAUSES; causes++) {
    if ('name' in cause && cause.name === 'SimulationError') return true;
    cause = 'cause' in cause ? cause.cause : null;
  }
  return false;
}

/** Whether something was begun, and no time has passed for it. */
function hasForgottenTheClock({ trial, trace, runs }: Simulation): boolean {
  const hasBegun = runs.describeWaiting().length > 0 || trace.entries.some(({ event }) => event === 'send waits');
  return hasBegun && trial.progress.hasStoodStill;
}

function pendingWorkOf({ trace, startMs, nowMs, runs }: Simulation, circumstances: Circumstances): string {
  const wait = describePendingWork(trace, startMs, runs.describeWaiting());
  return `The simulation is at ${nowMs} ms. ${causeOf(circumstances)}\n${wait}`;
}

/** Why the test waits in vain. */
function causeOf({ isClosed, isRunning, clock }: Circumstances): string {
  if (isClosed) return 'The test has closed it, so that nothing that it waits for will settle.';
  return isRunning ? RUN_TOO_LONG : CLOCK_STANDS_STILL[clock];
}

const RUN_TOO_LONG =
  'sim.run() was in progress: its program is endless, or it needs more real time than the test has, which the second or third argument of test() extends.';
const NEEDS_A_RUN =
  'Its clock moves only in sim.run() or with calls such as sim.advance(): await what the test waits for inside of await sim.run(...).';

/** Why the test waits in vain outside of sim.run(), by the clock of its timers. */
const CLOCK_STANDS_STILL: Readonly<Record<Circumstances['clock'], string>> = {
  real: NEEDS_A_RUN,
  virtual: NEEDS_A_RUN,
  fake: `${NEEDS_A_RUN} It does not follow the fake timers; to let it, call sim.timers.follow().`,
  followed: 'Its clock follows fake timers: let time pass there, with await vi.advanceTimersByTimeAsync(ms).',
};
