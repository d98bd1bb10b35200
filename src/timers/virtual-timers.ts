/**
 * The host's timers and clocks, on a virtual clock: what `setTimeout`, `Date` and the others become while they are installed.
 *
 * Owns: how they look to code that expects Node's or a browser's. Their tasks are events like all others.
 * Refuses to know: how they get into the host's place (timers.ts).
 */
import type { Timer } from '../sim/index.ts';

export interface VirtualClock {
  /** ms since the epoch. */
  now(): number;
  schedule(delayMs: number, task: () => void, background?: boolean): Timer;
  /** User code may have something to do. */
  userVisible(): void;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

type Task = (...args: unknown[]) => void;

/** As in Node and browsers: what is longer, or no number, becomes 1 ms. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
/** Far from the ids of the host's own timers. */
const FIRST_ID = 10 ** 12;
const promisified = Symbol.for('nodejs.util.promisify.custom');

interface TimerOrder {
  /** `setTimeout of 500 ms` */
  readonly name: string;
  readonly delayMs: number;
  readonly repeats: boolean;
  readonly task: () => void;
}

/** What setTimeout, setInterval and setImmediate return: looks like Node's Timeout, and counts as a number in a browser. */
export class VirtualTimer {
  private readonly timers: VirtualTimers;
  private readonly id: number;
  private readonly order: TimerOrder;
  /** `null`: it has run, or was cleared. */
  private event: Timer | null = null;
  private dueAtMs = -1;
  private isBackground = false;

  constructor(timers: VirtualTimers, id: number, order: TimerOrder) {
    this.timers = timers;
    this.id = id;
    this.order = order;
    this.refresh();
  }

  /** Counts its delay from now. */
  refresh(): this {
    this.event?.cancel();
    const { clock, waiting } = this.timers;
    this.dueAtMs = clock.now() + this.order.delayMs;
    this.event = clock.schedule(this.order.delayMs, () => this.run(), this.isBackground);
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

  ref(): this {
    return this.become(false);
  }

  /** Nobody has to wait for it: a run may end before. */
  unref(): this {
    return this.become(true);
  }

  hasRef(): boolean {
    return !this.isBackground;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  /** Times count from `startMs`. */
  describe(startMs: number): string {
    return `${this.order.name}, due at ${this.dueAtMs - startMs} ms${this.isBackground ? ', which was unref()ed' : ''}`;
  }

  private become(isBackground: boolean): this {
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
    const { event } = this;
    const { repeats, task } = this.order;
    if (!repeats) this.close();
    this.timers.clock.userVisible();
    try {
      task();
    } finally {
      // Unless its own task has cleared or refreshed it.
      if (repeats && this.event === event) this.refresh();
    }
  }
}

export class VirtualTimers {
  readonly clock: VirtualClock;
  /** By id, in order of their setting. */
  readonly waiting: Map<number, VirtualTimer> = new Map();
  /** How many of these are not unref()ed. */
  awaited = 0;
  private nextId = FIRST_ID;

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  readonly setTimeout = (task: Task, delay?: unknown, ...args: unknown[]): VirtualTimer => {
    const delayMs = wholeDelay(delay);
    return this.add(`setTimeout of ${delayMs} ms`, delayMs, false, task, args);
  };

  readonly setInterval = (task: Task, delay?: unknown, ...args: unknown[]): VirtualTimer => {
    const delayMs = wholeDelay(delay);
    return this.add(`setInterval of ${delayMs} ms`, delayMs, true, task, args);
  };

  /** This instant, after everything that is already due at it. */
  readonly setImmediate = (task: Task, ...args: unknown[]): VirtualTimer => {
    return this.add('setImmediate', 0, false, task, args);
  };

  /** The three clear functions. `foreign` takes what is not ours: a timer set before these were installed. */
  readonly clear = (timer: unknown, foreign: (timer: unknown) => void): void => {
    const id = timer instanceof VirtualTimer ? timer[Symbol.toPrimitive]() : Number(timer);
    const own = timer === undefined || timer === null ? undefined : this.waiting.get(id);
    if (own !== undefined) own.close();
    else if (!(timer instanceof VirtualTimer)) foreign(timer);
  };

  /** `setTimeout` of node:timers/promises. */
  readonly wait = <T>(delay?: unknown, value?: T, options: WaitOptions = {}): Promise<T> => {
    return this.promised((done) => this.setTimeout(done, delay), value as T, options);
  };

  /** `setImmediate` of node:timers/promises. */
  readonly turn = <T>(value?: T, options: WaitOptions = {}): Promise<T> => {
    return this.promised((done) => this.setImmediate(done), value as T, options);
  };

  /** `setInterval` of node:timers/promises. */
  async *ticks<T>(delay?: unknown, value?: T, options: WaitOptions = {}): AsyncGenerator<T> {
    for (;;) yield await this.wait(delay, value as T, options);
  }

  /** Nothing that waits will run. */
  forget(): void {
    for (const timer of this.waiting.values()) timer.close();
  }

  private add(name: string, delayMs: number, repeats: boolean, task: Task, args: unknown[]): VirtualTimer {
    if (typeof task !== 'function') throw new TypeError(`${name} needs a function to call: got ${String(task)}`);
    return new VirtualTimer(this, this.nextId++, { name, delayMs, repeats, task: () => task(...args) });
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

/** `util.promisify(setTimeout)` is the function of node:timers/promises, as Node has it. */
export function withPromise<F extends (...args: never[]) => unknown>(
  timerFunction: F,
  promise: (...args: never[]) => unknown,
): F {
  return Object.defineProperty(timerFunction, promisified, { value: promise, configurable: true });
}

/** The host's Date, but for the time it is. Its dates are the host's own, so that they compare with all others. */
export function virtualDate(clock: Pick<VirtualClock, 'now'>, HostDate: DateConstructor): DateConstructor {
  const now = (): number => clock.now();
  const DateOnClock: DateConstructor = new Proxy(HostDate, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, made === DateOnClock ? target : made) as Date,
    apply: () => new HostDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  return DateOnClock;
}

function wholeDelay(delay: unknown): number {
  const delayMs = Math.trunc(Number(delay));
  return delayMs >= 1 && delayMs <= LONGEST_DELAY_MS ? delayMs : 1;
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
