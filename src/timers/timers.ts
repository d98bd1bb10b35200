/**
 * Decides which clock the code under test is on: its own (default), the simulation's (`install`), or fake timers that the simulation
 * follows (`follow`).
 *
 * The virtual timers are in virtual-timers.ts, following another clock in following.ts.
 */
import type { Kernel } from '../sim/index.ts';
import { Following, type PassingClock } from './following.ts';
import { builtInModule, syncImports } from './imported-modules.ts';
import { type HostTimers, takeOverKeptFunctions } from './kept-functions.ts';
import { type Properties, Replacements } from './replacements.ts';
import { type HighResolutionTime, virtualDate, virtualHrtime } from './virtual-clocks.ts';
import { VirtualTimers, type WaitOptions, withPromise } from './virtual-timers.ts';

export interface TimersOptions {
  readonly kernel: Kernel;
  /** The time that performance.now() counts from, in ms since the epoch. */
  readonly startMs: number;
  readonly userActivity: {
    /** Whether user code has something to do. */
    readonly isRunnable: boolean;
    readonly markRunnable: () => void;
  };
  /** Whether the code that runs works outside of the simulation: its timers stay the host's. */
  readonly isOutside: () => boolean;
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

interface Host {
  readonly performance?: Properties;
  readonly process?: { readonly hrtime?: HighResolutionTime };
  readonly AbortSignal?: { readonly timeout?: (delayMs: number) => AbortSignal };
}

const host = globalThis as unknown as Properties & Host;
const realSetTimeout = host.setTimeout;
const realClearTimeout = host.clearTimeout;
const realDate = host.Date;
/** In Node, `performance` is a getter that loads a module when it is first called, so it is not called before somebody asks. */
const isPerformanceLoaded = Object.getOwnPropertyDescriptor(host, 'performance')?.get === undefined;
const realPerformanceNow = isPerformanceLoaded ? host.performance?.now : undefined;

/** `sim.timers`: puts timers and dates of the code under test on the simulation's clock, or the simulation on fake timers. */
export class Timers {
  private readonly options: TimersOptions;
  private virtual: VirtualTimers | null = null;
  private following: Following | null = null;
  private readonly replacements: Replacements = new Replacements();
  private leaveKeptFunctions: () => void = () => {};

  constructor(options: TimersOptions) {
    this.options = options;
  }

  /**
   * Puts `setTimeout`, `setInterval`, `setImmediate`, their clear functions, Node's timers modules, `AbortSignal.timeout`, `Date`,
   * `performance.now` and `process.hrtime` on this simulation's clock, for all code of the process except for test runners, until
   * `uninstall()`. `performance.now()` and `process.hrtime()` count from the simulation's start.
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
    const { kernel, userActivity } = this.options;
    const timers = new VirtualTimers({
      now: () => kernel.now(),
      schedule: (delayMs, task, background) => kernel.schedule(delayMs, task, background),
      isBusy: () => kernel.pendingForeground > 0,
      isUserRunnable: () => userActivity.isRunnable,
      afterEach: (hook) => kernel.afterEach(hook),
      userVisible: userActivity.markRunnable,
    });
    this.virtual = timers;
    this.replaceTimers(timers);
    this.replaceClocks();
    this.leaveKeptFunctions = takeOverKeptFunctions(timers, {
      isOutside: this.options.isOutside,
      setTimeout: realSetTimeout as HostTimers['setTimeout'],
      clearTimeout: realClearTimeout as HostTimers['clearTimeout'],
    });
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
    const hasFakePerformance = isPerformanceFaked();
    if (!hasFakePerformance && host.Date === realDate) {
      throw this.options.misuse(
        'Cannot follow fake timers: setTimeout is faked, but no clock is, so the time that has passed is unknown. Fake Date or performance, too.',
      );
    }
    this.following = new Following(this.options.kernel, {
      setTimeout: globalThis.setTimeout,
      clock: (globalThis.setTimeout as { readonly clock?: PassingClock }).clock,
      clearTimeout: globalThis.clearTimeout as (timer: unknown) => void,
      // A test may set the date, so performance.now() is the better measure of the time that has passed.
      now: hasFakePerformance ? () => performance.now() : () => Date.now(),
    });
    return () => this.uninstall();
  }

  /**
   * Undoes `install()` or `follow()`. Virtual timers that are still waiting never run. No effect if there is nothing to undo.
   *
   * @throws SimulationError of kind 'misuse' if the timers were replaced again after `install()`
   */
  uninstall(): void {
    const { covered } = this.replacements;
    if (covered !== undefined) {
      throw this.options.misuse(
        `Cannot uninstall timers: ${covered} has been replaced since they were installed. Restore it first (vi.useRealTimers()).`,
      );
    }
    this.leaveKeptFunctions();
    this.leaveKeptFunctions = () => {};
    this.replacements.undo();
    if (this.virtual !== null) syncImports(MODULES);
    this.virtual?.clearAll();
    this.virtual = null;
    this.following?.stop();
    this.following = null;
  }

  /** @internal @throws SimulationError of kind 'misuse' while the simulation follows fake timers */
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

  /** @internal Descriptions of the virtual timers that are waiting, in the order in which they were set. */
  describeWaiting(): readonly string[] {
    return Array.from(this.virtual?.waiting.values() ?? [], (timer) => timer.describe(this.options.startMs));
  }

  /** @internal Number of waiting virtual timers that keep a run alive. */
  get awaited(): number {
    return this.virtual?.awaited ?? 0;
  }

  /** @internal Whether a virtual timer that runs once was set at `atMs` or before, in ms since the epoch, and is waiting. */
  hasTimeoutSince(atMs: number): boolean {
    return this.virtual?.hasTimeoutSince(atMs) === true;
  }

  private refuseIfInUse(action: 'install timers' | 'follow fake timers'): void {
    if (this.virtual === null && this.following === null) return;
    const state = this.virtual === null ? 'already follows fake timers' : 'has already installed its timers';
    throw this.options.misuse(`Cannot ${action}: this simulation ${state}. Call sim.timers.uninstall() first.`);
  }

  private replaceTimers(timers: VirtualTimers): void {
    const clearing = (name: string): ((timer: unknown) => void) => {
      const clearReal = host[name] as (timer: unknown) => void;
      return (timer) => timers.clear(timer, clearReal);
    };
    const { isOutside } = this.options;
    const inside = <F extends (...args: never[]) => unknown>(ours: F, real: unknown): F =>
      // biome-ignore lint/suspicious/noExplicitAny: the arguments are passed on
      ((...args: any[]) => (isOutside() ? (real as F) : ours)(...(args as never[]))) as F;
    const nodeTimers = builtInModule('node:timers');
    const nodePromises = builtInModule('node:timers/promises');
    const wait = inside(timers.wait as Wait, nodePromises?.setTimeout);
    const immediate = inside(timers.immediate as Wait, nodePromises?.setImmediate);
    const functions: Properties = {
      setTimeout: withPromise(inside(timers.setTimeout, host.setTimeout), wait),
      setInterval: inside(timers.setInterval, host.setInterval),
      clearTimeout: clearing('clearTimeout'),
      clearInterval: clearing('clearInterval'),
    };
    if (host.setImmediate !== undefined) {
      functions.setImmediate = withPromise(inside(timers.setImmediate, host.setImmediate), immediate);
      functions.clearImmediate = clearing('clearImmediate');
    }
    const { replacements } = this;
    replacements.replace(host, functions);
    if (nodeTimers !== undefined) replacements.replace(nodeTimers, functions);
    if (nodePromises !== undefined) {
      replacements.replace(nodePromises, {
        setTimeout: wait,
        setImmediate: immediate,
        setInterval: inside(
          (...args: Parameters<VirtualTimers['ticks']>) => timers.ticks(...args),
          nodePromises.setInterval,
        ),
      });
      replacements.replace(nodePromises.scheduler as object, {
        wait: (delayMs: unknown, options?: WaitOptions) => wait(delayMs, undefined, options),
        yield: () => immediate(),
      });
    }
    const { AbortSignal } = host;
    const realTimeout = AbortSignal?.timeout?.bind(AbortSignal);
    if (AbortSignal !== undefined && realTimeout !== undefined) {
      replacements.replace(AbortSignal, { timeout: (delayMs: number) => timers.abortSignal(delayMs, realTimeout) });
    }
  }

  private replaceClocks(): void {
    const { kernel, startMs } = this.options;
    const now = (): number => kernel.now();
    const elapsed = (): number => kernel.elapsedMs();
    const { replacements } = this;
    replacements.replace(host, { Date: virtualDate(now, Date) });
    // In jsdom, the global one is not Node's.
    for (const performance of new Set([host.performance, builtInModule('node:perf_hooks')?.performance])) {
      if (performance !== undefined) replacements.replace(performance as object, { now: elapsed, timeOrigin: startMs });
    }
    const { process } = host;
    if (process?.hrtime !== undefined)
      replacements.replace(process, { hrtime: virtualHrtime(elapsed, process.hrtime) });
    syncImports(MODULES);
  }
}

type Wait = (...args: unknown[]) => Promise<unknown>;

const MODULES = ['node:timers', 'node:timers/promises', 'node:process'] as const;

function isPerformanceFaked(): boolean {
  const { performance } = host;
  if (isPerformanceLoaded) return performance?.now !== realPerformanceNow;
  // The real object inherits the method. Fake timers replace the object by one that does not, or give it a method of its own.
  return performance !== undefined && Object.hasOwn(performance, 'now');
}

function isFaked(): boolean {
  return host.setTimeout !== realSetTimeout;
}
