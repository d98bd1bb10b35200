/**
 * Who owns the clock of code under test: nobody, this simulation (`install`), or fake timers that it follows (`follow`).
 *
 * Owns: putting virtual timers into the host's place, and taking them out again.
 * Refuses to know: how they work (virtual-timers.ts), and how a clock is followed (following.ts).
 */
import type { Kernel } from '../sim/index.ts';
import { Following, type PassingClock } from './following.ts';
import { type VirtualClock, VirtualTimers, virtualDate, type WaitOptions, withPromise } from './virtual-timers.ts';

export interface TimersOptions {
  readonly kernel: Kernel;
  /** What performance.now() counts from, in ms since the epoch. */
  readonly startMs: number;
  /** Says that user code may have something to do. */
  readonly userVisible: () => void;
  /** The error for what cannot be done. */
  readonly misuse: (problem: string) => Error;
}

type Functions = Record<string, unknown>;

interface NodeModules {
  readonly getBuiltinModule?: (name: string) => Functions | undefined;
}

interface Swap {
  readonly place: object;
  readonly name: string;
  readonly ours: unknown;
  /** undefined: the place had inherited it. */
  readonly before: PropertyDescriptor | undefined;
}

const host = globalThis as unknown as Functions & { readonly process?: NodeModules; readonly performance?: Functions };
const realSetTimeout = host.setTimeout;
const realDate = host.Date;
const realPerformanceNow = host.performance?.now;

export class Timers {
  private readonly options: TimersOptions;
  private virtual: VirtualTimers | null = null;
  private following: Following | null = null;
  private swaps: Swap[] = [];

  constructor(options: TimersOptions) {
    this.options = options;
  }

  /**
   * From here on setTimeout, setInterval, setImmediate, their clear functions, Date, performance.now and Node's timers modules are
   * on this simulation's clock, for all code of the process. `performance.now()` counts from the simulation's start.
   *
   * @returns the undo, which `uninstall()` is as well
   * @throws SimulationError of kind 'misuse' if the timers are already faked
   */
  install(): () => void {
    this.refuseIfTaken('installed');
    if (isFaked()) {
      throw this.options.misuse(
        'Timers cannot be installed: they are faked already, by Vitest or another simulation. Undo that first (vi.useRealTimers()), or let the cluster live on them: sim.timers.follow().',
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
   * From here on the cluster lives on the timers that are in force, such as Vitest's after `vi.useFakeTimers()`: as many ms as pass
   * there pass here. `sim.run`, `advance`, `settle` and `step` are refused meanwhile.
   *
   * @returns the undo, which `uninstall()` is as well
   * @throws SimulationError of kind 'misuse' if the timers are not faked, or are without a clock
   */
  follow(): () => void {
    this.refuseIfTaken('followed');
    if (!isFaked()) {
      throw this.options.misuse(
        'There is nobody to follow: the timers are the real ones. Call vi.useFakeTimers() first, or let the simulation own the clock: sim.timers.install().',
      );
    }
    const isPerformanceFaked = host.performance?.now !== realPerformanceNow;
    if (!isPerformanceFaked && host.Date === realDate) {
      throw this.options.misuse(
        'setTimeout is faked, and no clock is: the cluster could not tell how much time has passed. Fake Date or performance, too.',
      );
    }
    this.following = new Following(this.options.kernel, {
      setTimeout: globalThis.setTimeout,
      clock: (globalThis.setTimeout as { readonly clock?: PassingClock }).clock,
      clearTimeout: globalThis.clearTimeout as (timer: unknown) => void,
      // A test may set the date; what has passed is told by performance.now(), if it is faked, too.
      now: isPerformanceFaked ? () => performance.now() : () => Date.now(),
    });
    return () => this.uninstall();
  }

  /**
   * Gives the clock back. Timers of code under test that are still waiting will never run. No effect if there is nothing to undo.
   *
   * @throws SimulationError of kind 'misuse' if somebody has faked the timers on top of ours since
   */
  uninstall(): void {
    const covered = this.swaps.find(({ place, name, ours }) => (place as Functions)[name] !== ours);
    if (covered !== undefined) {
      throw this.options.misuse(
        `Timers cannot be uninstalled: somebody has replaced ${covered.name} since. Undo that first (vi.useRealTimers()).`,
      );
    }
    for (const { place, name, before } of this.swaps.splice(0)) {
      if (before === undefined) delete (place as Functions)[name];
      else Object.defineProperty(place, name, before);
    }
    syncNodeModules();
    this.virtual?.forget();
    this.virtual = null;
    this.following?.stop();
    this.following = null;
  }

  /** @throws SimulationError of kind 'misuse' if somebody else moves the clock */
  expectOwnClock(call: string): void {
    if (this.following === null) return;
    throw this.options.misuse(
      `${call} cannot move the clock: the simulation follows fake timers. Move those, as with await vi.advanceTimersByTimeAsync(500), or end it with sim.timers.uninstall().`,
    );
  }

  /** What code under test has set and still waits for, in order of setting. */
  describeWaiting(): readonly string[] {
    return Array.from(this.virtual?.waiting.values() ?? [], (timer) => timer.describe(this.options.startMs));
  }

  /** How many of them keep a run alive. */
  get awaited(): number {
    return this.virtual?.awaited ?? 0;
  }

  private refuseIfTaken(what: string): void {
    if (this.virtual === null && this.following === null) return;
    const now = this.virtual === null ? 'follows fake timers' : 'has installed its timers';
    throw this.options.misuse(
      `Timers cannot be ${what}: this simulation ${now} already. sim.timers.uninstall() undoes it.`,
    );
  }

  private swapTimers(timers: VirtualTimers): void {
    const clearing = (name: string): ((timer: unknown) => void) => {
      const foreign = host[name] as (timer: unknown) => void;
      return (timer) => timers.clear(timer, foreign);
    };
    const functions: Functions = {
      setTimeout: withPromise(timers.setTimeout, timers.wait),
      setInterval: timers.setInterval,
      clearTimeout: clearing('clearTimeout'),
      clearInterval: clearing('clearInterval'),
    };
    if (host.setImmediate !== undefined) {
      functions.setImmediate = withPromise(timers.setImmediate, timers.turn);
      functions.clearImmediate = clearing('clearImmediate');
    }
    this.swap(host, functions);
    const nodeTimers = nodeModule('node:timers');
    const nodePromises = nodeModule('node:timers/promises');
    if (nodeTimers !== undefined) this.swap(nodeTimers, functions);
    if (nodePromises !== undefined) {
      this.swap(nodePromises, {
        setTimeout: timers.wait,
        setImmediate: timers.turn,
        setInterval: (...args: Parameters<VirtualTimers['ticks']>) => timers.ticks(...args),
      });
      const wait = (delayMs: unknown, options?: WaitOptions): Promise<void> => timers.wait(delayMs, undefined, options);
      this.swap(nodePromises.scheduler as object, { wait, yield: () => timers.turn() });
    }
    syncNodeModules();
  }

  private swap(place: object, functions: Functions): void {
    for (const [name, ours] of Object.entries(functions)) {
      const before = Object.getOwnPropertyDescriptor(place, name);
      this.swaps.push({ place, name, ours, before });
      Object.defineProperty(place, name, { value: ours, configurable: true, writable: true, enumerable: true });
    }
  }
}

function isFaked(): boolean {
  return host.setTimeout !== realSetTimeout;
}

function nodeModule(name: string): Functions | undefined {
  return host.process?.getBuiltinModule?.(name);
}

/** Whoever imported a function of them by name gets the one that is there now. */
function syncNodeModules(): void {
  const sync = nodeModule('node:module')?.syncBuiltinESMExports as (() => void) | undefined;
  sync?.();
}
