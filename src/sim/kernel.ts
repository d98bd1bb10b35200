/**
 * The virtual clock and what moves it: runs one event at a time, each to its end.
 *
 * Owns: the time, the turn of events, and the bounds of a run.
 * Refuses to know: what events do.
 */
import type { Ending } from './ending.ts';
import { EventQueue } from './event-queue.ts';
import { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

export interface Timer {
  /** Takes the task out of the future. No effect once it has run. */
  cancel(): void;
}

/** A timer for work that is put off again and again: it is made once. */
export interface Alarm extends Timer {
  /**
   * Runs the task once, `delayMs` from now, as `schedule` does. What it was set to before is forgotten.
   *
   * @throws RangeError unless delayMs is a whole number, 0 or more
   */
  set(delayMs: number, background?: boolean): void;
}

export interface RunLimits {
  /** Asked before each event; true ends the run. */
  readonly until?: () => boolean;
  /** The run never moves past this time (ms since the epoch); what is due at it still runs. */
  readonly untilMs?: number;
  /** Gives up after this many events. Default 10,000,000: no run is without a bound. */
  readonly maxEvents?: number;
}

const DEFAULT_MAX_EVENTS = 10_000_000;

export class Kernel {
  private readonly queue = new EventQueue();
  private readonly startMs: number;
  /** Since the start. Never goes back. Inside, all times count from there: small numbers are cheap to keep and compare. */
  private sinceStartMs = 0;
  private events = 0;
  private isStepping = false;
  /** Replaced, never changed, so that a hook may undo itself while hooks run. */
  private hooks: readonly (() => void)[] = [];

  constructor(options: { readonly startMs: number }) {
    if (!Number.isSafeInteger(options.startMs)) {
      throw new RangeError(`The clock cannot start at ${options.startMs}: give whole ms since the epoch`);
    }
    this.startMs = options.startMs;
  }

  /** Virtual time, in ms since the epoch. */
  now(): number {
    return this.startMs + this.sinceStartMs;
  }

  /** Virtual time, in ms since the start of the clock. */
  elapsedMs(): number {
    return this.sinceStartMs;
  }

  /** Events run so far. */
  get eventCount(): number {
    return this.events;
  }

  /** Events queued that are not background. */
  get pendingForeground(): number {
    return this.queue.pendingForeground;
  }

  /** When the next event is due; undefined if there is none. */
  get nextAtMs(): number | undefined {
    const next = this.queue.peek();
    return next === undefined ? undefined : this.startMs + next.atMs;
  }

  /** No event is due at this instant but the one that is running. */
  get isQuiet(): boolean {
    const next = this.queue.peek();
    return next === undefined || next.atMs > this.sinceStartMs;
  }

  /**
   * Runs `task` once, `delayMs` from now: 0 is this instant, after everything already due at it, never inside this call.
   *
   * @throws RangeError unless delayMs is a whole number, 0 or more
   */
  schedule(delayMs: number, task: () => void, background = false): Timer {
    const event = new TaskEvent(this.queue, task, background);
    this.enqueue(event, this.sinceStartMs + checkedDelayMs(delayMs));
    return event;
  }

  /** Returns a timer that runs `task` whenever it is set. It is not set yet. */
  alarm(task: () => void): Alarm {
    return new AlarmEvent(this, this.queue, task);
  }

  /**
   * Runs `task` once, at `atMs` since the epoch.
   *
   * @throws RangeError if that is in the past, or not a whole number
   */
  scheduleAt(atMs: number, task: () => void, background = false): Timer {
    if (!(atMs >= this.now() && Number.isInteger(atMs))) {
      throw new RangeError(`Cannot schedule at ${atMs} ms: it is ${this.now()} ms now, give whole ms from there on`);
    }
    return this.schedule(atMs - this.now(), task, background);
  }

  /** Adds an event that carries its own work, due `atMs` after the start: one allocation, no closure. For hot paths. */
  enqueue(event: QueuedEvent, atMs: number): void {
    this.queue.add(event, atMs);
  }

  /** Runs the next event, moving the clock to it. False if there is none. */
  step(): boolean {
    if (this.isStepping) throw new Error('step() was called from inside an event: schedule(0, task) instead');
    const event = this.queue.pop();
    if (event === undefined) return false;
    this.sinceStartMs = event.atMs;
    this.events++;
    this.isStepping = true;
    try {
      event.run();
      const hooks = this.hooks;
      for (let i = 0; i < hooks.length; i++) (hooks[i] as () => void)();
    } finally {
      this.isStepping = false;
    }
    return true;
  }

  /**
   * Runs events until a limit is met. An empty queue ends the run too, unless there is a time to reach: then it passes.
   *
   * @throws RangeError if untilMs is in the past
   */
  run(limits: RunLimits): Ending {
    const { until, untilMs, maxEvents = DEFAULT_MAX_EVENTS } = limits;
    if (untilMs !== undefined && !(untilMs >= this.now())) {
      throw new RangeError(`Cannot run until ${untilMs} ms: it is ${this.now()} ms already`);
    }
    const lastMs = untilMs === undefined ? Number.POSITIVE_INFINITY : untilMs - this.startMs;
    const first = this.events;
    for (;;) {
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
   * Lets time pass, and runs nothing: up to `atMs`, never back, never past an event somebody waits for. If there are only
   * background events, they are late: what was due before is due then.
   */
  passTo(atMs: number): void {
    const wantedMs = atMs - this.startMs;
    const isFree = this.pendingForeground === 0;
    if (isFree) this.queue.putOff(wantedMs);
    const passableMs = isFree ? wantedMs : Math.min(wantedMs, this.queue.peek()?.atMs ?? wantedMs);
    this.sinceStartMs = Math.max(this.sinceStartMs, passableMs);
  }

  /** Calls `hook` after every event. Returns the undo. */
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

class TaskEvent implements QueuedEvent, Timer {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground: boolean;
  private readonly queue: EventQueue;
  private readonly task: () => void;

  constructor(queue: EventQueue, task: () => void, isBackground: boolean) {
    this.isBackground = isBackground;
    this.queue = queue;
    this.task = task;
  }

  run(): void {
    this.task();
  }

  cancel(): void {
    this.queue.cancel(this);
  }
}

class AlarmEvent implements QueuedEvent, Alarm {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  isBackground = false;
  private readonly kernel: Kernel;
  private readonly queue: EventQueue;
  private readonly task: () => void;

  constructor(kernel: Kernel, queue: EventQueue, task: () => void) {
    this.kernel = kernel;
    this.queue = queue;
    this.task = task;
  }

  set(delayMs: number, background = false): void {
    const atMs = this.kernel.elapsedMs() + checkedDelayMs(delayMs);
    this.queue.cancel(this);
    this.isBackground = background;
    this.kernel.enqueue(this, atMs);
  }

  run(): void {
    this.task();
  }

  cancel(): void {
    this.queue.cancel(this);
  }
}

function checkedDelayMs(delayMs: number): number {
  if (delayMs >= 0 && Number.isInteger(delayMs)) return delayMs;
  throw new RangeError(`Cannot schedule ${delayMs} ms from now: a delay is a whole number of ms, 0 or more`);
}
