/**
 * One turn of the real event loop, so that user code which awaits can run between two events of the simulation.
 *
 * Owns: the only use of the host's scheduler. All microtasks run before a macrotask does, however long their chain, so
 * a turn that has passed means that user code now waits for the simulation again (or for the real world, which a
 * simulation cannot wait for).
 * Refuses to know: virtual time.
 */

interface BrowserPort {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
}

interface Host {
  readonly setImmediate?: (task: () => void) => void;
  readonly MessageChannel?: new () => { readonly port1: BrowserPort; readonly port2: BrowserPort };
}

/** Resolves once everything user code can do right now is done. Costs about a microsecond in Node. */
export function turn(): Promise<void> {
  return new Promise(nextMacrotask);
}

const nextMacrotask: (task: () => void) => void = hostMacrotask(globalThis as unknown as Host);

function hostMacrotask(host: Host): (task: () => void) => void {
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
