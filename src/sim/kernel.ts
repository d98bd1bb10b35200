/**
 * The virtual clock and what moves it: runs one event at a time, each to its end.
 *
 * Owns: the time, the turn of events, and the bounds of a run.
 * Refuses to know: what events do.
 */
import type { Ending } from './ending.ts';
import { EventQueue, QueuedEvent } from './event-queue.ts';

export interface Timer {
  /** Takes the task out of the future. No effect once it has run. */
  cancel(): void;
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
  /** Never goes back. */
  private nowMs: number;
  private events = 0;
  private isStepping = false;
  /** Replaced, never changed, so that a hook may undo itself while hooks run. */
  private hooks: readonly (() => void)[] = [];

  constructor(options: { readonly startMs: number }) {
    if (!Number.isSafeInteger(options.startMs)) {
      throw new RangeError(`The clock cannot start at ${options.startMs}: give whole ms since the epoch`);
    }
    this.nowMs = options.startMs;
  }

  /** Virtual time, in ms since the epoch. */
  now(): number {
    return this.nowMs;
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
    return this.queue.peek()?.atMs;
  }

  /** No event is due at this instant but the one that is running. */
  get isQuiet(): boolean {
    const next = this.queue.peek();
    return next === undefined || next.atMs > this.nowMs;
  }

  /**
   * Runs `task` once, `delayMs` from now: 0 is this instant, after everything already due at it, never inside this call.
   *
   * @throws RangeError unless delayMs is a whole number, 0 or more
   */
  schedule(delayMs: number, task: () => void, background = false): Timer {
    if (!(delayMs >= 0 && Number.isInteger(delayMs))) {
      throw new RangeError(`Cannot schedule ${delayMs} ms from now: a delay is a whole number of ms, 0 or more`);
    }
    return this.enqueueTask(this.nowMs + delayMs, task, background);
  }

  /**
   * Runs `task` once, at `atMs` since the epoch.
   *
   * @throws RangeError if that is in the past, or not a whole number
   */
  scheduleAt(atMs: number, task: () => void, background = false): Timer {
    if (!(atMs >= this.nowMs && Number.isInteger(atMs))) {
      throw new RangeError(`Cannot schedule at ${atMs} ms: it is ${this.nowMs} ms now, give whole ms from there on`);
    }
    return this.enqueueTask(atMs, task, background);
  }

  /** Adds an event that carries its own work: one allocation, no closure. For the rooms' hot paths. */
  enqueue(event: QueuedEvent, atMs: number): void {
    this.queue.add(event, atMs);
  }

  /** Runs the next event, moving the clock to it. False if there is none. */
  step(): boolean {
    if (this.isStepping) throw new Error('step() was called from inside an event: schedule(0, task) instead');
    const event = this.queue.pop();
    if (event === undefined) return false;
    this.nowMs = event.atMs;
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
    if (untilMs !== undefined && !(untilMs >= this.nowMs)) {
      throw new RangeError(`Cannot run until ${untilMs} ms: it is ${this.nowMs} ms already`);
    }
    const first = this.events;
    for (;;) {
      if (until?.() === true) return this.ending('condition met', first);
      const next = this.queue.peek();
      if (untilMs !== undefined && (next === undefined || next.atMs > untilMs)) {
        this.nowMs = untilMs;
        return this.ending('time reached', first);
      }
      if (next === undefined) return this.ending('nothing left to do', first);
      if (this.events - first >= maxEvents) return this.ending('gave up', first);
      this.step();
    }
  }

  /** Calls `hook` after every event. Returns the undo. */
  afterEach(hook: () => void): () => void {
    const entry = (): void => hook();
    this.hooks = [...this.hooks, entry];
    return () => {
      this.hooks = this.hooks.filter((other) => other !== entry);
    };
  }

  private enqueueTask(atMs: number, task: () => void, background: boolean): Timer {
    const event = new TaskEvent(this.queue, task, background);
    this.queue.add(event, atMs);
    return event;
  }

  private ending(kind: Ending['kind'], firstEvent: number): Ending {
    return { kind, atMs: this.nowMs, events: this.events - firstEvent };
  }
}

class TaskEvent extends QueuedEvent implements Timer {
  private readonly queue: EventQueue;
  private readonly task: () => void;

  constructor(queue: EventQueue, task: () => void, isBackground: boolean) {
    super(isBackground);
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
