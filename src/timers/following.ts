/**
 * Puts a simulation on a clock outside it: when the host's timers, usually fake ones, say that time has passed, it passes in the
 * simulation, too.
 *
 * It keeps one timer of the host set for the kernel's next event. Background events, such as metadata refresh or log retention,
 * are scheduled only while a stretch of time is let pass (`advanceTimersByTime`). Otherwise a call that runs timers until none
 * are left (`runAllTimers`) would run background events without end.
 */
import type { ClockSource, Kernel } from '../sim/index.ts';

/** The host's timers and clock, as they were when following began. */
export interface AmbientTimers {
  readonly setTimeout: (task: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** Elapsed ms, counted from any fixed moment. */
  readonly now: () => number;
  /** The fake clock behind the timers; `undefined` if they do not expose one. */
  readonly clock?: PassingClock | undefined;
}

/** The part of a clock of @sinonjs/fake-timers, which Vitest and Jest use, that lets a stretch of time pass. */
export interface PassingClock {
  tick: (...args: unknown[]) => unknown;
  tickAsync: (...args: unknown[]) => Promise<unknown>;
}

export class Following implements ClockSource {
  private readonly kernel: Kernel;
  private readonly ambient: AmbientTimers;
  /** The kernel's time when the ambient clock shows 0. */
  private readonly offsetMs: number;
  private timer: unknown;
  /** When the timer fires; Infinity if there is none. */
  private armedAtMs = Number.POSITIVE_INFINITY;
  /** How many calls are letting time pass. Always at least 1 if the ambient timers expose no clock, since then it cannot be known. */
  private passing: number;
  private readonly stopIntercepting: () => void;
  private readonly stopFollowing: () => void;

  constructor(kernel: Kernel, ambient: AmbientTimers) {
    this.kernel = kernel;
    this.ambient = ambient;
    this.offsetMs = kernel.now() - ambient.now();
    this.passing = ambient.clock === undefined ? 1 : 0;
    this.stopIntercepting = ambient.clock === undefined ? () => {} : this.intercept(ambient.clock);
    this.stopFollowing = kernel.follow(this);
    this.arm();
  }

  stop(): void {
    this.stopFollowing();
    this.stopIntercepting();
    this.disarm();
  }

  now(): number {
    // Fake clocks may return floats that are slightly below the whole number they stand for.
    return Math.floor(this.ambient.now() + this.offsetMs + 1e-3);
  }

  eventAdded(): void {
    this.arm();
  }

  /** Notices the calls that let time pass. Returns the undo. */
  private intercept(clock: PassingClock): () => void {
    const { tick, tickAsync } = clock;
    clock.tick = (...args) => {
      this.pass(1);
      try {
        return tick.apply(clock, args);
      } finally {
        this.pass(-1);
      }
    };
    clock.tickAsync = (...args) => {
      this.pass(1);
      return tickAsync.apply(clock, args).finally(() => this.pass(-1));
    };
    return () => void Object.assign(clock, { tick, tickAsync });
  }

  private pass(change: 1 | -1): void {
    this.passing += change;
    this.arm();
  }

  /** Sets the timer for the kernel's next event, if it is not set for it already. */
  private arm(): void {
    const { kernel } = this;
    const isDue = kernel.pendingForeground > 0 || this.passing > 0;
    const nextAtMs = (isDue ? kernel.nextAtMs : undefined) ?? Number.POSITIVE_INFINITY;
    if (nextAtMs === this.armedAtMs) return;
    this.disarm();
    if (nextAtMs === Number.POSITIVE_INFINITY) return;
    this.armedAtMs = nextAtMs;
    this.timer = this.ambient.setTimeout(() => this.fire(), Math.max(0, nextAtMs - this.now()));
  }

  private disarm(): void {
    if (this.armedAtMs !== Number.POSITIVE_INFINITY) this.ambient.clearTimeout(this.timer);
    this.armedAtMs = Number.POSITIVE_INFINITY;
  }

  private fire(): void {
    this.armedAtMs = Number.POSITIVE_INFINITY;
    try {
      this.kernel.runDue();
    } finally {
      this.arm();
    }
  }
}
