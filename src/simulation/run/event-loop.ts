/**
 * Lets user code that awaits run between two events of the simulation. This is the only use of the host's scheduler.
 *
 * There are two ways to wait: until the microtask queue is empty, or for one macrotask, before which Node also runs ticks and
 * immediates. Neither waits for the real world (I/O, real timers): a simulation cannot.
 */

interface BrowserPort {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
}

interface Host {
  readonly setImmediate?: (task: () => void) => void;
  readonly MessageChannel?: new () => { readonly port1: BrowserPort; readonly port2: BrowserPort };
  readonly process?: { readonly nextTick?: (task: () => void) => void };
}

type Defer = (task: () => void) => void;

const host = globalThis as unknown as Host;

/** Calls `task` in a later macrotask of the host's event loop. Takes a few microseconds. */
export const afterMacrotask: Defer = hostMacrotask();

/**
 * Returns a function that has `task` called as soon as no microtask is left. That takes a tenth of the time of a macrotask; a
 * host without process.nextTick uses a macrotask instead.
 *
 * Node runs ticks once the microtask queue is empty, so a tick that was requested by a microtask runs after all of them.
 */
export function afterMicrotasks(task: () => void): () => void {
  const nextTick = host.process?.nextTick;
  if (nextTick === undefined) return () => afterMacrotask(task);
  const settled = Promise.resolve();
  const tick = (): void => nextTick(task);
  return () => void settled.then(tick);
}

function hostMacrotask(): Defer {
  const { setImmediate } = host;
  if (setImmediate !== undefined) return (task) => setImmediate(task);
  // Node loads its streams when this is first read.
  const { MessageChannel } = host;
  if (MessageChannel === undefined) {
    throw new Error(
      'kafka-trial cannot schedule macrotasks: it needs setImmediate or MessageChannel, and this host has neither',
    );
  }
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return (task) => {
    waiting.push(task);
    channel.port2.postMessage(null);
  };
}
