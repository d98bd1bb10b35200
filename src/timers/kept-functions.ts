/**
 * Puts timers on the virtual clock that are set with functions which the program got before they were replaced, so that it has
 * the host's. It may have kept them, as `promisify(setTimeout)` does; or it has imported them by name where imports are copies: in Jest's
 * ES modules, in Vitest's pools vmThreads and vmForks, and in Deno.
 *
 * In Node and in Deno, each of these functions creates a Timeout, whose constructor first sets the field `_idleTimeout`, the delay. A
 * setter on the prototype sees that. It gives the timeout the longest possible delay instead, and a virtual timer calls the callback.
 */
import { isFrameOfTestRunner } from './callers.ts';
import type { VirtualTimer, VirtualTimers } from './virtual-timers.ts';

/** What Node's and Deno's class Timeout has. */
interface Timeout {
  _idleTimeout: number;
  _onTimeout: ((...args: unknown[]) => void) | null;
  _timerArgs?: readonly unknown[] | undefined;
  _repeat: number | null;
  _destroyed: boolean;
  ref(): this;
  unref(): this;
  hasRef(): boolean;
  refresh(): this;
}

export interface HostTimers {
  /** Whether the code that runs works outside of the simulation. */
  readonly isOutside: () => boolean;
  readonly setTimeout: (task: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
}

const MAX_DELAY_MS = 2 ** 31 - 1;

/** Stack frames between the setter and the code that has set the timer. */
const OF_TIMERS =
  /[\s(](?:node:|ext:deno_node\/)(?:internal\/)?timers\b|at new Promise \(|[\s(]node:internal\/process\/task_queues/;
const OF_THE_HOST = /[\s(](?:node|ext):/;

/** From now on. @returns a function that ends it; the timers that are waiting then never run */
export function takeOverKeptFunctions(timers: VirtualTimers, host: HostTimers): () => void {
  const prototype = timeoutPrototype(host);
  if (prototype === null) return () => {};
  const waiting = new Set<Timeout>();
  Object.defineProperty(prototype, '_idleTimeout', {
    configurable: true,
    set(this: Timeout, delayMs: number) {
      const isVirtual = !host.isOutside() && isSetByProgram(String(new Error().stack));
      define(this, '_idleTimeout', isVirtual ? MAX_DELAY_MS : delayMs);
      if (isVirtual) takeOver(this, delayMs, { timers, host, waiting });
    },
  });
  return () => {
    Reflect.deleteProperty(prototype, '_idleTimeout');
    for (const timeout of waiting) host.clearTimeout(timeout);
  };
}

/** `null` on other hosts. */
function timeoutPrototype({ setTimeout, clearTimeout }: HostTimers): object | null {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return typeof timer === 'object' && timer !== null && Object.hasOwn(timer, '_idleTimeout')
    ? Object.getPrototypeOf(timer)
    : null;
}

function isSetByProgram(stack: string): boolean {
  const frames = stack.split('\n').slice(2);
  const caller = frames.find((frame) => !OF_TIMERS.test(frame));
  // Without a caller, a promise or a listener calls the function itself.
  return caller === undefined || !(OF_THE_HOST.test(caller) || isFrameOfTestRunner(caller));
}

interface Context {
  readonly timers: VirtualTimers;
  readonly host: HostTimers;
  /** Those that have not been cleared, and have to be, since otherwise they would keep their place in the host's list. */
  readonly waiting: Set<Timeout>;
}

/** The constructor of the timeout has not set its other fields yet. */
function takeOver(timeout: Timeout, delayMs: number, { timers, host, waiting }: Context): void {
  let isDestroyed = false;
  let task: Timeout['_onTimeout'] = null;
  const run = (): void => {
    task ??= timeout._onTimeout;
    const args = timeout._timerArgs ?? [];
    if (timeout._repeat === null) host.clearTimeout(timeout);
    try {
      task?.apply(timeout, [...args]);
    } finally {
      if (timeout._repeat !== null && !isDestroyed) virtual.refresh();
    }
  };
  const virtual: VirtualTimer = timers.setTimeout(run, delayMs);
  waiting.add(timeout);
  Object.defineProperty(timeout, '_destroyed', {
    configurable: true,
    enumerable: true,
    get: () => isDestroyed,
    set: (value: boolean) => {
      isDestroyed = value;
      if (!value) return;
      virtual.close();
      waiting.delete(timeout);
    },
  });
  queueMicrotask(() => {
    if (!timeout.hasRef()) virtual.unref();
    // The host need not stay alive for it.
    timeout.unref();
    for (const name of ['ref', 'unref', 'refresh'] as const) {
      define(timeout, name, () => {
        virtual[name]();
        return timeout;
      });
    }
    define(timeout, 'hasRef', () => virtual.hasRef());
  });
}

function define(timeout: Timeout, name: string, value: unknown): void {
  Object.defineProperty(timeout, name, { value, configurable: true, writable: true, enumerable: true });
}
