/** Runs the programs of a simulation, one after the other, until it is closed, and checks after each what has to hold. */
import { SimulationError } from '../sim/index.ts';
import type { Trial } from './checking/trial.ts';
import type { Faults } from './faults/faults.ts';
import type { CallbackErrors } from './run/callback-errors.ts';
import { type RunContext, runToEnd } from './run/run-to-end.ts';

export interface ProgramRunsParts extends RunContext {
  readonly faults: Faults;
  readonly trial: Trial;
  readonly callbackErrors: CallbackErrors;
}

const CLOSED =
  'sim.close() was called before the program had ended, or the test is over. Nothing that the program waits for will settle any more.';

const CLOSED_SLEEP = 'sim.sleep() is not possible: this simulation is closed.';

export class ProgramRuns {
  private readonly parts: ProgramRunsParts;
  private state: 'idle' | 'running' | 'closed' = 'idle';
  /** Whether close() has stopped a run. */
  wasStopped = false;
  /** The promise of the latest run. */
  private latest: Promise<unknown> = Promise.resolve();
  /** Stops the run in progress; no effect when there is none. */
  private stopRun: (error: unknown) => void = () => {};

  constructor(parts: ProgramRunsParts) {
    this.parts = parts;
  }

  /** `sim.run()`. */
  run<T>(program: () => Promise<T> | T): Promise<T> {
    const run = this.checkedRun(program);
    this.latest = run;
    return run;
  }

  private async checkedRun<T>(program: () => Promise<T> | T): Promise<T> {
    this.expectOwnClock('sim.run()');
    const { faults, trial, failures, callbackErrors } = this.parts;
    if (this.state === 'running') throw failures.misuse('sim.run() is already running: await it before the next run.');
    this.state = 'running';
    try {
      const result = await runToEnd(program, this.parts, (stop) => {
        this.stopRun = stop;
        // The program itself has closed the simulation before its first await.
        if (this.wasStopped) this.stopClosed();
      });
      callbackErrors.throwFirst();
      trial.validate();
      failures.expectNoneIdle(faults.idleLines());
      return result;
    } catch (error) {
      if (error instanceof SimulationError) trial.markChecked();
      callbackErrors.throwFirst(error);
      failures.annotate(error);
      throw error;
    } finally {
      if (this.state === 'running') this.state = 'idle';
    }
  }

  /** Descriptions of the program's sleeps and timers that have not ended. */
  describeWaiting(): readonly string[] {
    const { sleeps, timers, startMs } = this.parts;
    return [...sleeps.describe(startMs), ...timers.describeWaiting()];
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** `sim.sleep()`. @throws SimulationError (rejects) of kind 'misuse' if the simulation is closed */
  sleep(ms: number): Promise<void> {
    const { failures, sleeps } = this.parts;
    // A program that was stopped must not continue, and an error would let it.
    const isRefused = this.state === 'closed' && !this.wasStopped;
    return isRefused ? Promise.reject(failures.misuse(CLOSED_SLEEP)) : sleeps.sleep(ms);
  }

  /**
   * `sim.close()`. What the program waits for never settles, rather than reject: a rejection would run its catch clauses and let its
   * loops continue.
   */
  close(): void {
    const { timers, kernel } = this.parts;
    this.wasStopped ||= this.state === 'running';
    this.state = 'closed';
    kernel.stop();
    if (this.wasStopped) this.stopClosed();
    timers.uninstall();
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
    if (this.state === 'closed') throw failures.misuse(`${call} is not possible: this simulation is closed.`);
    timers.expectOwnClock(call);
  }
}
