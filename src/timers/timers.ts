/**
 * Decides which clock the code under test is on: its own (default), the simulation's (`install`), or fake timers that the simulation
 * follows (`follow`).
 *
 * The virtual timers are in virtual-timers.ts, following another clock in following.ts.
 */
import type { Kernel } from '../sim/index.ts';
import { Following, type PassingClock } from './following.ts';
import { type VirtualClock, VirtualTimers, virtualDate, type WaitOptions, withPromise } from './virtual-timers.ts';

export interface TimersOptions {
  readonly kernel: Kernel;
  /** The time that performance.now() counts from, in ms since the epoch. */
  readonly startMs: number;
  /** Called when user code may have something to do. */
  readonly userVisible: () => void;
  /** Makes the error for a call that is not possible. */
  readonly misuse: (problem: string) => Error;
}

/**
 * - `real`: the host's.
 * - `virtual`: this simulation's.
 * - `followed`: that of fake timers, which this simulation follows.
 * - `fake`: that of fake timers, or of another simulation, which this simulation does not follow.
 */
export type TimersClock = 'real' | 'virtual' | 'followed' | 'fake';

type Functions = Record<string, unknown>;

interface NodeModules {
  readonly getBuiltinModule?: (name: string) => Functions | undefined;
}

/** A property of a host object that has been replaced. */
interface Swap {
  readonly object: object;
  readonly name: string;
  readonly ours: unknown;
  /** `undefined` if the object had inherited the property. */
  readonly before: PropertyDescriptor | undefined;
}

const host = globalThis as unknown as Functions & { readonly process?: NodeModules; readonly performance?: Functions };
const realSetTimeout = host.setTimeout;
const realDate = host.Date;
const realPerformanceNow = host.performance?.now;

/** `sim.timers`: puts timers and dates of the code under test on the simulation's clock, or the simulation on fake timers. */
export class Timers {
  private readonly options: TimersOptions;
  private virtual: VirtualTimers | null = null;
  private following: Following | null = null;
  private swaps: Swap[] = [];

  constructor(options: TimersOptions) {
    this.options = options;
  }

  /**
   * Puts `setTimeout`, `setInterval`, `setImmediate`, their clear functions, `Date`, `performance.now` and Node's timers modules on
   * this simulation's clock, for all code of the process, until `uninstall()`. `performance.now()` counts from the simulation's start.
   *
   * @returns a function that calls `uninstall()`
   * @throws SimulationError of kind 'misuse' if the timers are already faked
   * @example
   * import { Simulation } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.timers.install();
   * await sim.run(async () => {
   *   const startMs = Date.now();
   *   await new Promise((resolve) => setTimeout(resolve, 60_000));
   *   console.log(Date.now() - startMs, 'ms');
   * });
   * sim.close();
   * // prints: 60000 ms
   */
  install(): () => void {
    this.refuseIfInUse('install timers');
    if (isFaked()) {
      throw this.options.misuse(
        'Cannot install timers: they are already faked, by Vitest or by another simulation. Restore them first (vi.useRealTimers()), or follow them: sim.timers.follow().',
      );
    }
    const { kernel, startMs, userVisible } = this.options;
    const clock: VirtualClock = {
      now: () => kernel.now(),
      schedule: (delayMs, task, background) => kernel.schedule(delayMs, task, background),
      userVisible,
    };
    const timers = new VirtualTimers(clock);
    this.virtual = timers;
    this.swapTimers(timers);
    this.swap(host, { Date: virtualDate(clock, Date) });
    if (host.performance !== undefined) {
      this.swap(host.performance, { now: () => clock.now() - startMs, timeOrigin: startMs });
    }
    return () => this.uninstall();
  }

  /**
   * Makes the simulation follow the fake timers that are in use, such as Vitest's after `vi.useFakeTimers()`: every ms that passes
   * there passes in the simulation, until `uninstall()`. Until then `run`, `advance`, `settle` and `step` throw.
   *
   * @returns a function that calls `uninstall()`
   * @throws SimulationError of kind 'misuse' if the timers are not faked, or neither Date nor performance is
   */
  follow(): () => void {
    this.refuseIfInUse('follow fake timers');
    if (!isFaked()) {
      throw this.options.misuse(
        'Cannot follow fake timers: the timers are not faked. Call vi.useFakeTimers() first, or use the clock of the simulation: sim.timers.install().',
      );
    }
    const isPerformanceFaked = host.performance?.now !== realPerformanceNow;
    if (!isPerformanceFaked && host.Date === realDate) {
      throw this.options.misuse(
        'Cannot follow fake timers: setTimeout is faked, but no clock is, so the time that has passed is unknown. Fake Date or performance, too.',
      );
    }
    this.following = new Following(this.options.kernel, {
      setTimeout: globalThis.setTimeout,
      clock: (globalThis.setTimeout as { readonly clock?: PassingClock }).clock,
      clearTimeout: globalThis.clearTimeout as (timer: unknown) => void,
      // A test may set the date, so performance.now() is the better measure of the time that has passed.
      now: isPerformanceFaked ? () => performance.now() : () => Date.now(),
    });
    return () => this.uninstall();
  }

  /**
   * Undoes `install()` or `follow()`. Virtual timers that are still waiting never run. No effect if there is nothing to undo.
   *
   * @throws SimulationError of kind 'misuse' if the timers were replaced again after `install()`
   */
  uninstall(): void {
    const covered = this.swaps.find(({ object, name, ours }) => (object as Functions)[name] !== ours);
    if (covered !== undefined) {
      throw this.options.misuse(
        `Cannot uninstall timers: ${covered.name} has been replaced since they were installed. Restore it first (vi.useRealTimers()).`,
      );
    }
    for (const { object, name, before } of this.swaps.splice(0)) {
      if (before === undefined) delete (object as Functions)[name];
      else Object.defineProperty(object, name, before);
    }
    syncNodeModules();
    this.virtual?.clearAll();
    this.virtual = null;
    this.following?.stop();
    this.following = null;
  }

  /** @throws SimulationError of kind 'misuse' while the simulation follows fake timers */
  expectOwnClock(call: string): void {
    if (this.following === null) return;
    throw this.options.misuse(
      `${call} cannot move the clock, because the simulation follows fake timers. Advance those instead, as with await vi.advanceTimersByTimeAsync(500), or call sim.timers.uninstall() first.`,
    );
  }

  /** Which clock `setTimeout` and the other timers are on. */
  get clock(): TimersClock {
    if (this.virtual !== null) return 'virtual';
    if (this.following !== null) return 'followed';
    return isFaked() ? 'fake' : 'real';
  }

  /** Descriptions of the virtual timers that are waiting, in the order in which they were set. */
  describeWaiting(): readonly string[] {
    return Array.from(this.virtual?.waiting.values() ?? [], (timer) => timer.describe(this.options.startMs));
  }

  /** Number of waiting virtual timers that keep a run alive. */
  get awaited(): number {
    return this.virtual?.awaited ?? 0;
  }

  private refuseIfInUse(action: 'install timers' | 'follow fake timers'): void {
    if (this.virtual === null && this.following === null) return;
    const state = this.virtual === null ? 'already follows fake timers' : 'has already installed its timers';
    throw this.options.misuse(`Cannot ${action}: this simulation ${state}. Call sim.timers.uninstall() first.`);
  }

  private swapTimers(timers: VirtualTimers): void {
    const clearing = (name: string): ((timer: unknown) => void) => {
      const clearReal = host[name] as (timer: unknown) => void;
      return (timer) => timers.clear(timer, clearReal);
    };
    const functions: Functions = {
      setTimeout: withPromise(timers.setTimeout, timers.wait),
      setInterval: timers.setInterval,
      clearTimeout: clearing('clearTimeout'),
      clearInterval: clearing('clearInterval'),
    };
    if (host.setImmediate !== undefined) {
      functions.setImmediate = withPromise(timers.setImmediate, timers.immediate);
      functions.clearImmediate = clearing('clearImmediate');
    }
    this.swap(host, functions);
    const nodeTimers = nodeModule('node:timers');
    const nodePromises = nodeModule('node:timers/promises');
    if (nodeTimers !== undefined) this.swap(nodeTimers, functions);
    if (nodePromises !== undefined) {
      this.swap(nodePromises, {
        setTimeout: timers.wait,
        setImmediate: timers.immediate,
        setInterval: (...args: Parameters<VirtualTimers['ticks']>) => timers.ticks(...args),
      });
      const wait = (delayMs: unknown, options?: WaitOptions): Promise<void> => timers.wait(delayMs, undefined, options);
      this.swap(nodePromises.scheduler as object, { wait, yield: () => timers.immediate() });
    }
    syncNodeModules();
  }

  private swap(object: object, functions: Functions): void {
    for (const [name, ours] of Object.entries(functions)) {
      const before = Object.getOwnPropertyDescriptor(object, name);
      this.swaps.push({ object, name, ours, before });
      Object.defineProperty(object, name, { value: ours, configurable: true, writable: true, enumerable: true });
    }
  }
}

function isFaked(): boolean {
  return host.setTimeout !== realSetTimeout;
}

function nodeModule(name: string): Functions | undefined {
  return host.process?.getBuiltinModule?.(name);
}

/** Makes named imports of built-in modules see the functions that the modules have now. */
function syncNodeModules(): void {
  const sync = nodeModule('node:module')?.syncBuiltinESMExports as (() => void) | undefined;
  sync?.();
}
