/**
 * A simulation on somebody else's clock: when the timers that are in force say that time has passed, it passes here.
 *
 * Owns: one timer of theirs, set for the next event; and that the clock shows their time whenever it is asked.
 * Refuses to know: whose timers they are.
 *
 * It stands in for four methods of this one kernel, rather than have every kernel ask whether it is followed. And it has to
 * know, of timers that can tell, whether a stretch of time is let pass or timers are run until there are none: housekeeping
 * that nobody waits for is part of the first, and would make the second last for ever, or until retention is due.
 */
import { Kernel } from '../sim/index.ts';

/** Of the timers in force when the following began. */
export interface AmbientTimers {
  readonly setTimeout: (task: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** ms that have passed, from any beginning. */
  readonly now: () => number;
  /** Lets a stretch of time pass; undefined if they cannot be asked. */
  readonly clock?: PassingClock | undefined;
}

/** Of the clock behind @sinonjs/fake-timers, which Vitest and Jest use. */
export interface PassingClock {
  tick: (...args: unknown[]) => unknown;
  tickAsync: (...args: unknown[]) => Promise<unknown>;
}

export class Following {
  private readonly kernel: Kernel;
  private readonly ambient: AmbientTimers;
  /** What the kernel's clock shows when theirs shows 0. */
  private readonly offsetMs: number;
  private timer: unknown;
  /** When the timer fires; Infinity if there is none. */
  private armedAtMs = Number.POSITIVE_INFINITY;
  private isRunning = false;
  /** How many stretches of time are being let pass; always one, if that cannot be told. */
  private passing: number;
  private readonly undo: () => void;

  constructor(kernel: Kernel, ambient: AmbientTimers) {
    this.kernel = kernel;
    this.ambient = ambient;
    this.offsetMs = kernel.now() - ambient.now();
    this.passing = ambient.clock === undefined ? 1 : 0;
    this.undo = ambient.clock === undefined ? () => {} : this.listen(ambient.clock);
    this.standIn();
    this.arm();
  }

  stop(): void {
    this.catchUp();
    this.undo();
    this.disarm();
    for (const name of ['now', 'elapsedMs', 'schedule', 'enqueue'] as const) {
      delete (this.kernel as Partial<Pick<Kernel, typeof name>>)[name];
    }
  }

  /** Returns the undo. */
  private listen(clock: PassingClock): () => void {
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

  private standIn(): void {
    const { kernel } = this;
    const plain = Kernel.prototype;
    kernel.now = () => {
      this.catchUp();
      return plain.now.call(kernel);
    };
    kernel.elapsedMs = () => {
      this.catchUp();
      return plain.elapsedMs.call(kernel);
    };
    kernel.schedule = (...args) => {
      this.catchUp();
      return plain.schedule.apply(kernel, args);
    };
    kernel.enqueue = (...args) => {
      plain.enqueue.apply(kernel, args);
      if (!this.isRunning) this.arm();
    };
  }

  /** Their time has passed without an event of ours: ours passes too. */
  private catchUp(): void {
    if (!this.isRunning) this.kernel.passTo(this.timeNow());
  }

  private arm(): void {
    const { kernel } = this;
    const isDue = kernel.pendingForeground > 0 || this.passing > 0;
    const nextAtMs = (isDue ? kernel.nextAtMs : undefined) ?? Number.POSITIVE_INFINITY;
    if (nextAtMs === this.armedAtMs) return;
    this.disarm();
    if (nextAtMs === Number.POSITIVE_INFINITY) return;
    this.armedAtMs = nextAtMs;
    this.timer = this.ambient.setTimeout(() => this.fire(), Math.max(0, nextAtMs - this.timeNow()));
  }

  private disarm(): void {
    if (this.armedAtMs !== Number.POSITIVE_INFINITY) this.ambient.clearTimeout(this.timer);
    this.armedAtMs = Number.POSITIVE_INFINITY;
  }

  private fire(): void {
    this.armedAtMs = Number.POSITIVE_INFINITY;
    this.isRunning = true;
    try {
      this.kernel.run({ untilMs: Math.max(this.kernel.now(), this.timeNow()) });
    } finally {
      this.isRunning = false;
      this.arm();
    }
  }

  private timeNow(): number {
    // Their ms may be fractions of floats, a hair below the whole number they mean.
    return Math.floor(this.ambient.now() + this.offsetMs + 1e-3);
  }
}
