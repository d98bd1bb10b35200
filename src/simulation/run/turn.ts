/**
 * Letting user code that awaits run between two events of the simulation.
 *
 * Owns: the only use of the host's scheduler. Two turns are on offer: all microtasks, however long their chains; or a
 * whole turn of the host's event loop, before which everything else user code can do right now is done as well (ticks,
 * immediates). What waits for the real world is waited for by neither: a simulation cannot.
 * Refuses to know: virtual time, and which turn is enough.
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

/** Calls `task` in a later turn of the host's event loop. Some microseconds. */
export const afterHostTurn: Defer = hostMacrotask();

/**
 * Returns how to have `task` called as soon as no microtask is left. A tenth of the price; where the host cannot tell, a whole turn.
 *
 * Node runs ticks when the microtasks are through: one that was asked for by a microtask comes after all of them.
 */
export function deferUntilIdle(task: () => void): () => void {
  const nextTick = host.process?.nextTick;
  if (nextTick === undefined) return () => afterHostTurn(task);
  const settled = Promise.resolve();
  const tick = (): void => nextTick(task);
  return () => void settled.then(tick);
}

function hostMacrotask(): Defer {
  const { setImmediate, MessageChannel } = host;
  if (setImmediate !== undefined) return (task) => setImmediate(task);
  if (MessageChannel === undefined)
    throw new Error('kafka-trial needs setImmediate or MessageChannel; this host has neither');
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return (task) => {
    waiting.push(task);
    channel.port2.postMessage(null);
  };
}
