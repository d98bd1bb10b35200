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

export class ProgramRuns {
  private readonly parts: ProgramRunsParts;
  private state: 'idle' | 'running' | 'closed' = 'idle';

  constructor(parts: ProgramRunsParts) {
    this.parts = parts;
  }

  /** `sim.run()`. */
  async run<T>(program: () => Promise<T> | T): Promise<T> {
    this.expectOwnClock('sim.run()');
    const { faults, trial, failures, callbackErrors } = this.parts;
    if (this.state === 'running') throw failures.misuse('sim.run() is already running: await it before the next run.');
    this.state = 'running';
    try {
      const result = await runToEnd(program, this.parts);
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

  /** `sim.close()`. */
  close(): void {
    this.parts.timers.uninstall();
    this.state = 'closed';
  }

  /** @throws SimulationError of kind 'misuse' if the simulation is closed, or follows fake timers */
  expectOwnClock(call: string): void {
    const { failures, timers } = this.parts;
    if (this.state === 'closed') throw failures.misuse(`${call} is not possible: this simulation is closed.`);
    timers.expectOwnClock(call);
  }
}
