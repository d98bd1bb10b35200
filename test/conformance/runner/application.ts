/**
 * The threads of the application. Each runs its steps in order, none before its time, until it blocks. At one instant the threads run in
 * the order of their appearance in the scenario, `main` first. What a step does is in operations.ts.
 */

import { afterMacrotask } from '../../../src/simulation/run/event-loop.ts';
import type { Call, Operations, Outcome } from './operations.ts';
import type { ApplicationOperation } from './scenario.ts';

export interface ThreadStep {
  readonly index: number;
  readonly at: number;
  readonly operation: ApplicationOperation;
  readonly ids: readonly string[];
}

interface Wait {
  outcome: Outcome | null;
}

class Thread {
  private readonly name: string;
  private readonly steps: readonly ThreadStep[];
  private readonly operations: Operations;
  private next = 0;
  private call: Call | null = null;
  private wait: Wait | null = null;

  constructor(name: string, steps: readonly ThreadStep[], operations: Operations) {
    this.name = name;
    this.steps = steps;
    this.operations = operations;
    // The producer must know every thread from the start, because threads run in the order in which it learned of them.
    operations.onThread(name, () => {});
  }

  get isOver(): boolean {
    return this.call === null && this.next === this.steps.length;
  }

  /** Whether the wait of this thread is over and it has not reached its next one. */
  get isRunning(): boolean {
    return this.wait !== null && this.wait.outcome !== null;
  }

  /** Whether the thread can run at this instant. If it only waits for its turn, it gets its turn here. */
  async mayRun(t: number): Promise<boolean> {
    if (this.wait === null) return this.call !== null || (this.steps[this.next]?.at ?? Number.POSITIVE_INFINITY) <= t;
    this.operations.onThread(this.name, () => {});
    await microtasks();
    return this.isRunning;
  }

  /** Runs until it blocks or its next step lies in the future. */
  async run(t: number): Promise<void> {
    while (this.isRunning || (this.wait === null && (this.call !== null || this.beginStep(t)))) {
      const outcome = this.wait?.outcome ?? { value: undefined };
      this.wait = null;
      const call = this.call as Call;
      const { done, value } = this.operations.onThread(this.name, () => call.next(outcome));
      if (done === true) this.call = null;
      else {
        this.wait = waitFor(value);
        await microtasks();
      }
    }
  }

  private beginStep(t: number): boolean {
    const step = this.steps[this.next];
    if (step === undefined || step.at > t) return false;
    this.next++;
    this.call = this.operations.perform(step.operation, step.index, step.ids);
    return true;
  }
}

export class Application {
  private readonly threads: readonly Thread[];

  /** @param steps by thread, in order of appearance */
  constructor(steps: ReadonlyMap<string, readonly ThreadStep[]>, operations: Operations) {
    this.threads = Array.from(steps, ([name, ofThread]) => new Thread(name, ofThread, operations));
  }

  get isOver(): boolean {
    return this.threads.every((thread) => thread.isOver);
  }

  /** Runs the threads until all of them wait. A running thread continues until it waits, wherever it is in the order. */
  async run(t: number): Promise<void> {
    await microtasks();
    for (let thread = await this.next(t); thread !== undefined; thread = await this.next(t)) await thread.run(t);
  }

  private async next(t: number): Promise<Thread | undefined> {
    const running = this.threads.find(({ isRunning }) => isRunning);
    if (running !== undefined) return running;
    for (const thread of this.threads) if (await thread.mayRun(t)) return thread;
    return undefined;
  }
}

function waitFor(promise: PromiseLike<unknown>): Wait {
  const wait: Wait = { outcome: null };
  promise.then(
    (value) => {
      wait.outcome = { value };
    },
    (error: unknown) => {
      wait.outcome = { error };
    },
  );
  return wait;
}

/** Resolves when the callbacks of all settled promises have run. */
function microtasks(): Promise<void> {
  return new Promise(afterMacrotask);
}
