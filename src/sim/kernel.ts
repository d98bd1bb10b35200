/** The virtual clock and the event loop of a simulation: runs one event at a time, in the order of their due times. */
import type { ClockSource } from './clock-source.ts';
import type { Ending } from './ending.ts';
import { EventQueue } from './event-queue.ts';
import type { QueuedEvent } from './queued-event.ts';
import { type Alarm, AlarmEvent, checkedDelayMs, TaskEvent, type Timer } from './timer.ts';

/** When a run of the kernel ends. It always ends when no event is left, unless there is a time limit. */
export interface RunLimits {
  /** Called before each event; the run ends when it returns true. Default: no condition. */
  readonly until?: () => boolean;
  /** Time limit, in ms since the epoch. Events that are due at it still run. Default: no limit. */
  readonly untilMs?: number;
  /** Maximum number of events. Default 10,000,000: every run is bounded. */
  readonly maxEvents?: number;
}

const DEFAULT_MAX_EVENTS = 10_000_000;

/**
 * The virtual clock and the queue of events. It runs one event at a time, in the order of their due times; events of
 * the same time run in the order in which they were added.
 *
 * @example
 * import { Kernel } from 'kafka-trial/sim';
 *
 * const kernel = new Kernel({ startMs: 0 });
 * kernel.schedule(1_000, () => console.log('second at', kernel.now()));
 * kernel.schedule(10, () => console.log('first at', kernel.now()));
 * kernel.run({ maxEvents: 100 });
 * // prints: first at 10
 * // prints: second at 1000
 */
export class Kernel {
  private readonly queue = new EventQueue();
  private readonly startMs: number;
  /**
   * Never decreases. Internally all times count from the start, because small integers are cheaper to store and to
   * compare.
   */
  private sinceStartMs = 0;
  private events = 0;
  /** `stopped`: no event runs any more. */
  private state: 'idle' | 'stepping' | 'stopped' = 'idle';
  /** Replaced as a whole, never modified, so that a hook may remove itself while hooks run. */
  private hooks: readonly (() => void)[] = [];
  /** The outside clock that this kernel follows; `null` if there is none. */
  private source: ClockSource | null = null;
  /** Due events run one by one, so the time must not jump to the source's. */
  private isRunningDue = false;

  /**
   * @param options startMs: what the clock shows at the start, in ms since the epoch
   * @throws RangeError unless startMs is a whole number
   */
  constructor(options: { readonly startMs: number }) {
    if (!Number.isSafeInteger(options.startMs)) {
      throw new RangeError(`startMs must be a whole number of ms since the epoch, but it is ${options.startMs}`);
    }
    this.startMs = options.startMs;
  }

  /** Virtual time, in ms since the epoch. */
  now(): number {
    if (this.source !== null) this.catchUp(this.source);
    return this.startMs + this.sinceStartMs;
  }

  /** Virtual time, in ms since the start of the clock. */
  elapsedMs(): number {
    if (this.source !== null) this.catchUp(this.source);
    return this.sinceStartMs;
  }

  /** Number of events that have run so far. */
  get eventCount(): number {
    return this.events;
  }

  /** Number of queued events that are not background events. */
  get pendingForeground(): number {
    return this.queue.pendingForeground;
  }

  /** When the next event is due, in ms since the epoch; `undefined` if there is none. */
  get nextAtMs(): number | undefined {
    const next = this.queue.peek();
    return next === undefined ? undefined : this.startMs + next.atMs;
  }

  /** Whether no other event is due at the current time. */
  get isQuiet(): boolean {
    const next = this.queue.peek();
    return next === undefined || next.atMs > this.sinceStartMs;
  }

  /**
   * Schedules `task` to run once, `delayMs` from now. With 0 it runs at the current time, after all events that are due
   * then already, and never inside this call.
   *
   * @param background whether the task is a background task, which does not keep a run alive. Default false
   * @throws RangeError unless delayMs is a whole number, 0 or more
   */
  schedule(delayMs: number, task: () => void, background = false): Timer {
    if (this.source !== null) this.catchUp(this.source);
    const event = new TaskEvent(this.queue, task, background);
    this.enqueue(event, this.sinceStartMs + checkedDelayMs(delayMs));
    return event;
  }

  /** Returns a timer that runs `task` each time it is set. It is not set yet. */
  alarm(task: () => void): Alarm {
    return new AlarmEvent(this, this.queue, task);
  }

  /**
   * Schedules `task` to run once, at `atMs` since the epoch.
   *
   * @throws RangeError if that is in the past or not a whole number
   */
  scheduleAt(atMs: number, task: () => void, background = false): Timer {
    if (!(atMs >= this.now() && Number.isInteger(atMs))) {
      throw new RangeError(
        `Cannot schedule a task at ${atMs} ms: the time must be a whole number, at or after the current time, ${this.now()} ms`,
      );
    }
    return this.schedule(atMs - this.now(), task, background);
  }

  /** Adds an event that is due `atMs` after the start of the clock. For hot paths: it takes no closure and no timer. */
  enqueue(event: QueuedEvent, atMs: number): void {
    this.queue.add(event, atMs);
    if (this.source !== null && !this.isRunningDue) this.source.eventAdded();
  }

  /**
   * Moves the clock to the next event and runs it.
   *
   * @returns false if there is no event, or the kernel was stopped
   * @throws Error if it is called from inside an event
   */
  step(): boolean {
    if (this.state !== 'idle') return this.refuseStep();
    const event = this.queue.pop();
    if (event === undefined) return false;
    this.sinceStartMs = event.atMs;
    this.events++;
    this.state = 'stepping';
    try {
      event.run();
      const hooks = this.hooks;
      for (let i = 0; i < hooks.length; i++) (hooks[i] as () => void)();
    } finally {
      // The event may have stopped the kernel.
      if (this.state === 'stepping') this.state = 'idle';
    }
    return true;
  }

  /** Stops the kernel: the event that runs, if any, is the last one. The clock stands still from then on. */
  stop(): void {
    this.state = 'stopped';
  }

  private refuseStep(): false {
    if (this.state === 'stopped') return false;
    throw new Error('step() must not be called from inside an event; use schedule(0, task) instead');
  }

  /**
   * Runs events until a limit is reached, or no event is left. With a time limit, the clock moves on to it even if no
   * event is left.
   *
   * @throws RangeError if untilMs is in the past
   */
  run(limits: RunLimits): Ending {
    const { until, untilMs, maxEvents = DEFAULT_MAX_EVENTS } = limits;
    if (untilMs !== undefined && !(untilMs >= this.now())) {
      throw new RangeError(`Cannot run until ${untilMs} ms: the current time is ${this.now()} ms`);
    }
    const lastMs = untilMs === undefined ? Number.POSITIVE_INFINITY : untilMs - this.startMs;
    const first = this.events;
    for (;;) {
      if (this.state === 'stopped') return this.ending('stopped', first);
      if (until?.() === true) return this.ending('condition met', first);
      const next = this.queue.peek();
      if (untilMs !== undefined && (next === undefined || next.atMs > lastMs)) {
        this.sinceStartMs = lastMs;
        return this.ending('time reached', first);
      }
      if (next === undefined) return this.ending('nothing left to do', first);
      if (this.events - first >= maxEvents) return this.ending('gave up', first);
      this.step();
    }
  }

  /**
   * Moves the clock to `atMs` without running events; never back, and never past a foreground event. If only background
   * events are queued, those that were due before become due then.
   */
  passTo(atMs: number): void {
    const wantedMs = atMs - this.startMs;
    const isFree = this.pendingForeground === 0;
    if (isFree) this.queue.postpone(wantedMs);
    const passableMs = isFree ? wantedMs : Math.min(wantedMs, this.queue.peek()?.atMs ?? wantedMs);
    this.sinceStartMs = Math.max(this.sinceStartMs, passableMs);
  }

  /**
   * Follows an outside clock from now on: the kernel takes the time from `source`, which calls `runDue()` when an event
   * is due.
   *
   * @returns a function that stops following
   * @throws Error if the kernel already follows a clock
   */
  follow(source: ClockSource): () => void {
    if (this.source !== null) throw new Error('The kernel already follows a clock: stop that first');
    this.source = source;
    return () => {
      if (this.source !== source) return;
      this.catchUp(source);
      this.source = null;
    };
  }

  /**
   * Runs all events that are due by the time of the followed clock, each at its own time. To be called by that clock.
   */
  runDue(): void {
    if (this.source === null) return;
    this.isRunningDue = true;
    try {
      this.run({ untilMs: Math.max(this.now(), this.source.now()) });
    } finally {
      this.isRunningDue = false;
    }
  }

  private catchUp(source: ClockSource): void {
    if (!this.isRunningDue && this.state !== 'stopped') this.passTo(source.now());
  }

  /**
   * Calls `hook` after every event.
   *
   * @returns a function that removes the hook
   */
  afterEach(hook: () => void): () => void {
    const entry = (): void => hook();
    this.hooks = [...this.hooks, entry];
    return () => {
      this.hooks = this.hooks.filter((other) => other !== entry);
    };
  }

  private ending(kind: Ending['kind'], firstEvent: number): Ending {
    return { kind, atMs: this.now(), events: this.events - firstEvent };
  }
}
