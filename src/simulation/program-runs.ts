/** Runs the programs of a simulation, one after the other, until it is closed, and checks after each what has to hold. */
import { checkArgument } from '../checks/arguments.ts';
import { CallSite, type EntryPoint } from '../checks/call-sites.ts';
import { FUNCTION, valueType } from '../checks/value-type.ts';
import { isKafkaError } from '../client/java/kafka-errors.ts';
import { SimulationError } from '../sim/index.ts';
import type { Trial } from './checking/trial.ts';
import type { Faults } from './faults/faults.ts';
import { adviceOn } from './run/advice.ts';
import type { CallbackErrors } from './run/callback-errors.ts';
import type { RunProgress } from './run/run-progress.ts';
import { type RunContext, runToEnd } from './run/run-to-end.ts';
import { runHasEnded, runsEnded } from './runs-of-process.ts';

export interface ProgramRunsParts extends RunContext {
  readonly faults: Faults;
  readonly trial: Trial;
  readonly callbackErrors: CallbackErrors;
  readonly progress: RunProgress;
  readonly realClients: { readonly uninstall: () => void } | null;
}

const CLOSED =
  'sim.close() was called before the program had ended, or the test is over. Nothing that the program waits for will settle any more. If the test has not waited for the run, write: await sim.run(...).';
const CLOSED_SLEEP = 'sim.sleep() is not possible: this simulation is closed.';

const PROGRAM = valueType(FUNCTION.accepts, 'a function, such as () => producer.send(record).get()');

/** In a process that makes more runs, such as a search for a failure, to capture a stack for each would take a tenth of the time. */
const MOST_CAPTURED = 1_000;

export class ProgramRuns {
  private readonly parts: ProgramRunsParts;
  /** Whether close() was called. */
  isClosed = false;
  /** Whether close() has stopped a run. */
  private wasStopped = false;
  /** The promise of the latest run. */
  private latest: Promise<unknown> = Promise.resolve();
  /** Stops the run in progress; no effect when there is none. */
  private stopRun: (error: unknown) => void = () => {};

  constructor(parts: ProgramRunsParts) {
    this.parts = parts;
  }

  /**
   * `sim.run()`.
   *
   * @param context what the program gets
   * @param entry the function that the user has called
   */
  run<T, Context>(program: (context: Context) => Promise<T> | T, context: Context, entry: EntryPoint): Promise<T> {
    const isRefused = this.isRunning;
    const run = this.checkedRun(program, context, new CallSite(entry, runsEnded() < MOST_CAPTURED));
    if (!isRefused) this.latest = run;
    return run;
  }

  private async checkedRun<T, Context>(
    program: (context: Context) => Promise<T> | T,
    context: Context,
    call: CallSite,
  ): Promise<T> {
    const { faults, trial, failures, callbackErrors, progress } = this.parts;
    this.expectPossible(program, call);
    progress.begin();
    try {
      const running = runToEnd(
        () => program(context),
        this.parts,
        (stop) => {
          this.stopRun = stop;
          // The program itself has closed the simulation before its first await.
          if (this.wasStopped) this.stopClosed();
        },
      );
      progress.programAwaits();
      const result = await running;
      callbackErrors.throwFirst();
      trial.validate();
      failures.expectNoneIdle(faults.idleReport());
      return result;
    } catch (error) {
      if (error instanceof SimulationError) trial.markChecked();
      if (isOfRun(error)) call.giveTo(error);
      else if (isKafkaError(error)) call.addTo(error);
      callbackErrors.throwFirst(error);
      failures.annotate(error, adviceOn(error));
      throw error;
    } finally {
      progress.end();
      runHasEnded();
    }
  }

  /**
   * @throws IllegalArgumentException if the program is not a function
   * @throws SimulationError of kind 'misuse' if the simulation is running or closed, or follows fake timers
   */
  private expectPossible(program: unknown, call: CallSite): void {
    try {
      checkArgument('sim.run(program)', program, PROGRAM);
      this.expectOwnClock('sim.run()');
      if (this.isRunning)
        throw this.parts.failures.misuse('sim.run() is already running: await it before the next run.');
    } catch (error) {
      call.giveTo(error as Error);
      throw error;
    }
  }

  /** Descriptions of the program's sleeps and timers that have not ended. */
  describeWaiting(): readonly string[] {
    const { sleeps, timers, startMs } = this.parts;
    return [...sleeps.describe(startMs), ...timers.describeWaiting()];
  }

  get isRunning(): boolean {
    return this.parts.progress.isRunning;
  }

  /** `sim.sleep()`. @throws SimulationError (rejects) of kind 'misuse' if the simulation is closed */
  sleep(ms: number): Promise<void> {
    const { failures, sleeps } = this.parts;
    // A program that was stopped must not continue, and an error would let it.
    const isRefused = this.isClosed && !this.wasStopped;
    return isRefused ? Promise.reject(failures.misuse(CLOSED_SLEEP)) : sleeps.sleep(ms);
  }

  /**
   * `sim.close()`. What the program waits for never settles, rather than reject: a rejection would run its catch clauses and let its
   * loops continue.
   */
  close(): void {
    this.wasStopped ||= this.isRunning;
    this.isClosed = true;
    this.parts.kernel.stop();
    if (this.wasStopped) this.stopClosed();
    this.releaseHost();
  }

  /** Gives back what the program has installed for real clients and timers. */
  releaseHost(): void {
    this.releaseRealClients();
    this.parts.timers.uninstall();
  }

  /** No effect if none are installed. */
  releaseRealClients(): void {
    this.parts.realClients?.uninstall();
  }

  private stopClosed(): void {
    this.stopRun(this.parts.failures.failure('closed during the run', CLOSED));
  }

  /**
   * Closes the simulation at the end of a test, which reports a run in progress by itself: the rejection of the run is no unhandled one.
   *
   * @returns whether a run was in progress
   */
  closeAfterTest(): boolean {
    const { isRunning } = this;
    if (isRunning) this.latest.catch(() => {});
    this.close();
    return isRunning;
  }

  /** @throws SimulationError of kind 'misuse' if the simulation is closed, or follows fake timers */
  expectOwnClock(call: string): void {
    const { failures, timers } = this.parts;
    if (this.isClosed) throw failures.misuse(`${call} is not possible: this simulation is closed.`);
    timers.expectOwnClock(call);
  }
}

/** Whether it is an error of the whole run. One of a call in the program begins at that call. */
function isOfRun(error: unknown): error is SimulationError {
  return error instanceof SimulationError && error.kind !== 'misuse' && error.kind !== 'an expectation was not met';
}
