/**
 * Replacements for the host's timers that use a virtual clock. They behave like those of Node and of browsers; their tasks
 * are events of the simulation like all others. timers.ts installs them.
 */
import type { Timer } from '../sim/index.ts';
import { type PollClock, Polls } from './polls.ts';

export interface VirtualClock extends PollClock {
  schedule(delayMs: number, task: () => void, background?: boolean): Timer;
  /** Called when user code may have something to do. */
  userVisible(): void;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

type Task = (...args: unknown[]) => void;

/** As in Node and in browsers, a longer delay, or one that is not a number, becomes 1 ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** Far above the ids of the host's own timers. */
const FIRST_ID = 10 ** 12;
const promisified = Symbol.for('nodejs.util.promisify.custom');

interface TimerOptions {
  /** `setTimeout of 500 ms` */
  readonly name: string;
  readonly delayMs: number;
  readonly repeats: boolean;
  /** Whether the delay was negative. */
  readonly isOverdue: boolean;
  /** Whether the timer is one of the Polls. */
  readonly isPoll: boolean;
  readonly task: () => void;
}

/** What setTimeout, setInterval and setImmediate return: it has the methods of Node's Timeout, and converts to a number as in browsers. */
export class VirtualTimer {
  private readonly timers: VirtualTimers;
  private readonly id: number;
  private readonly options: TimerOptions;
  /** `null` once the timer has run or was cleared. */
  private event: Timer | null = null;
  private dueAtMs = -1;
  /** Whether the timer does not keep a run alive. */
  private isBackground: boolean;

  constructor(timers: VirtualTimers, id: number, options: TimerOptions) {
    this.timers = timers;
    this.id = id;
    this.options = options;
    this.isBackground = options.isPoll;
    this.refresh();
  }

  /** Restarts the delay from now. */
  refresh(): this {
    this.event?.cancel();
    const { clock, waiting, polls } = this.timers;
    const { delayMs, isPoll } = this.options;
    const run = (): void => this.run();
    this.dueAtMs = clock.now() + delayMs;
    this.event = isPoll ? polls.add(this.dueAtMs, run) : clock.schedule(delayMs, run, this.isBackground);
    if (!waiting.has(this.id) && !this.isBackground) this.timers.awaited++;
    waiting.set(this.id, this);
    return this;
  }

  close(): this {
    this.event?.cancel();
    this.event = null;
    if (this.timers.waiting.delete(this.id) && !this.isBackground) this.timers.awaited--;
    return this;
  }

  /** Makes the timer keep a run alive, which is the default. */
  ref(): this {
    return this.setBackground(false);
  }

  /** Lets a run end before the timer fires. */
  unref(): this {
    return this.setBackground(true);
  }

  hasRef(): boolean {
    return !this.isBackground;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  /** Whether the timer runs once, and was set at `atMs` or before. */
  isTimeoutSince(atMs: number): boolean {
    const { repeats, delayMs } = this.options;
    return !repeats && !this.isBackground && this.dueAtMs - delayMs <= atMs;
  }

  /** Describes the timer; its time counts from `startMs`. */
  describe(startMs: number): string {
    return `${this.options.name}, due at ${this.dueAtMs - startMs} ms${this.isBackground ? ', which was unref()ed' : ''}`;
  }

  private setBackground(isBackground: boolean): this {
    if (this.isBackground === isBackground) return this;
    this.isBackground = isBackground;
    if (this.event === null) return this;
    this.event.cancel();
    this.timers.awaited += isBackground ? -1 : 1;
    const { clock } = this.timers;
    this.event = clock.schedule(this.dueAtMs - clock.now(), () => this.run(), isBackground);
    return this;
  }

  private run(): void {
    const { event, timers } = this;
    const { repeats, isOverdue, task } = this.options;
    if (!repeats) this.close();
    timers.clock.userVisible();
    timers.runsOverdue = isOverdue;
    try {
      task();
    } finally {
      timers.runsOverdue = false;
      // An interval is not restarted if its task has cleared or refreshed it.
      if (repeats && this.event === event) this.refresh();
    }
  }
}

export class VirtualTimers {
  readonly clock: VirtualClock;
  /** By id, in the order in which they were set. */
  readonly waiting: Map<number, VirtualTimer> = new Map();
  /** Number of waiting timers that are not unref()ed. */
  awaited = 0;
  readonly polls: Polls;
  /** Whether the task of a timer runs whose delay was negative. */
  runsOverdue = false;
  private nextId = FIRST_ID;

  constructor(clock: VirtualClock) {
    this.clock = clock;
    this.polls = new Polls(clock);
  }

  readonly setTimeout = (task: Task, delay?: unknown, ...args: unknown[]): VirtualTimer => {
    const delayMs = wholeDelay(delay);
    const isOverdue = Number(delay) < 0;
    const isPoll = isOverdue && this.runsOverdue && this.clock.isBusy();
    return this.add(task, args, { name: `setTimeout of ${delayMs} ms`, delayMs, isOverdue, isPoll });
  };

  readonly setInterval = (task: Task, delay?: unknown, ...args: unknown[]): VirtualTimer => {
    const delayMs = wholeDelay(delay);
    return this.add(task, args, { name: `setInterval of ${delayMs} ms`, delayMs, repeats: true });
  };

  /** Runs the task at the current time, after all events that are due then already. */
  readonly setImmediate = (task: Task, ...args: unknown[]): VirtualTimer => {
    return this.add(task, args, { name: 'setImmediate', delayMs: 0 });
  };

  /**
   * The three clear functions.
   *
   * @param clearReal clears timers that were set before these were installed
   */
  readonly clear = (timer: unknown, clearReal: (timer: unknown) => void): void => {
    const id = timer instanceof VirtualTimer ? timer[Symbol.toPrimitive]() : Number(timer);
    const own = timer === undefined || timer === null ? undefined : this.waiting.get(id);
    if (own !== undefined) own.close();
    else if (!(timer instanceof VirtualTimer)) clearReal(timer);
  };

  /**
   * `AbortSignal.timeout`.
   *
   * @param real called for a delay that is not a whole number: the host may refuse it
   */
  readonly abortSignal = (delayMs: number, real: (delayMs: number) => unknown): AbortSignal => {
    if (!Number.isSafeInteger(delayMs) || delayMs < 0) real(delayMs);
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    this.setTimeout(() => controller.abort(reason), delayMs);
    return controller.signal;
  };

  /** `setTimeout` of node:timers/promises. */
  readonly wait = <T>(delay?: unknown, value?: T, options: WaitOptions = {}): Promise<T> => {
    return this.promised((done) => this.setTimeout(done, delay), value as T, options);
  };

  /** `setImmediate` of node:timers/promises. */
  readonly immediate = <T>(value?: T, options: WaitOptions = {}): Promise<T> => {
    return this.promised((done) => this.setImmediate(done), value as T, options);
  };

  /** `setInterval` of node:timers/promises. */
  async *ticks<T>(delay?: unknown, value?: T, options: WaitOptions = {}): AsyncGenerator<T> {
    for (;;) yield await this.wait(delay, value as T, options);
  }

  hasTimeoutSince(atMs: number): boolean {
    for (const timer of this.waiting.values()) if (timer.isTimeoutSince(atMs)) return true;
    return false;
  }

  /** Clears all timers. */
  clearAll(): void {
    for (const timer of this.waiting.values()) timer.close();
  }

  private add(
    task: Task,
    args: unknown[],
    options: Pick<TimerOptions, 'name' | 'delayMs'> & Partial<TimerOptions>,
  ): VirtualTimer {
    const { name, delayMs, repeats = false, isOverdue = false, isPoll = false } = options;
    if (typeof task !== 'function')
      throw new TypeError(`${name}: the callback must be a function, but it is ${String(task)}`);
    const id = this.nextId++;
    return new VirtualTimer(this, id, { name, delayMs, repeats, isOverdue, isPoll, task: () => task(...args) });
  }

  private promised<T>(set: (done: () => void) => VirtualTimer, value: T, { signal, ref }: WaitOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        timer?.close();
        reject(abortError(signal));
      };
      let timer: VirtualTimer | undefined;
      if (signal?.aborted === true) return abort();
      timer = set(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      });
      if (ref === false) timer.unref();
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}

/** Makes `util.promisify(setTimeout)` return the function of node:timers/promises, as in Node. */
export function withPromise<F extends (...args: never[]) => unknown>(
  timerFunction: F,
  promise: (...args: never[]) => unknown,
): F {
  return Object.defineProperty(timerFunction, promisified, { value: promise, configurable: true });
}

function wholeDelay(delay: unknown): number {
  const delayMs = Math.trunc(Number(delay));
  return delayMs >= 1 && delayMs <= MAX_DELAY_MS ? delayMs : 1;
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
