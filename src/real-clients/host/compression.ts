/**
 * Lets zlib work in the process's own thread: in a pool of threads, it takes an unknown number of turns of the event loop, in which
 * virtual time would move on.
 *
 * Programs may have kept its functions (kafkajs has promisify(zlib.gzip)), so what is replaced is inside: the prototype of the native
 * handle of each stream, whose `init` gets the callback for the end of each `write`.
 */
import zlib from 'node:zlib';

interface Handle {
  onerror?: (...args: unknown[]) => void;
  init: (this: void, ...args: unknown[]) => unknown;
  write: (this: void, ...args: unknown[]) => void;
  writeSync: (this: void, ...args: unknown[]) => void;
}

/** Each of another native class; Zstandard only in later versions of Node. */
const STREAMS = [
  'createGzip',
  'createBrotliCompress',
  'createBrotliDecompress',
  'createZstdCompress',
  'createZstdDecompress',
];

/**
 * @returns a function that undoes it
 * @throws Error if this version of Node works in another way
 */
export function compressAtOnce(): () => void {
  const undos: (() => void)[] = [];
  known ??= prototypes();
  for (const prototype of known) undos.push(replace(prototype));
  return () => {
    for (const undo of undos) undo();
  };
}

/** What prototypes() has found. */
let known: ReadonlySet<Handle> | null = null;

function prototypes(): ReadonlySet<Handle> {
  const found = new Set<Handle>();
  for (const name of STREAMS) {
    const create = (
      zlib as unknown as Record<string, (() => { readonly _handle?: Handle; destroy(): void }) | undefined>
    )[name];
    const stream = create?.();
    if (stream === undefined) continue;
    const prototype = stream._handle === undefined ? null : (Object.getPrototypeOf(stream._handle) as Handle);
    stream.destroy();
    const isKnown = [prototype?.init, prototype?.write, prototype?.writeSync].every((f) => typeof f === 'function');
    if (prototype === null || !isKnown) throw new Error(`zlib.${name}() has no handle with init, write and writeSync`);
    found.add(prototype);
  }
  return found;
}

function replace(prototype: Handle): () => void {
  const before = new Map(
    (['init', 'write'] as const).map((name) => [name, Object.getOwnPropertyDescriptor(prototype, name)]),
  );
  const { init, write } = prototype;
  const callbacks = new WeakMap<Handle, () => void>();
  Object.assign(prototype, {
    init(this: Handle, ...args: unknown[]): unknown {
      callbacks.set(this, args.find((arg) => typeof arg === 'function') as () => void);
      return Reflect.apply(init, this, args);
    },
    write(this: Handle, ...args: unknown[]): void {
      const callback = callbacks.get(this);
      // A stream that was made before.
      if (callback === undefined) Reflect.apply(write, this, args);
      else if (hasWritten(this, args)) process.nextTick(() => callback.call(this));
    },
  });
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) delete (prototype as Partial<Handle>)[name];
      else Object.defineProperty(prototype, name, descriptor);
    }
  };
}

/** After an error, the native handle does not call back. */
function hasWritten(handle: Handle, args: readonly unknown[]): boolean {
  const { onerror } = handle;
  let hasFailed = false;
  handle.onerror = (...facts) => {
    hasFailed = true;
    onerror?.apply(handle, facts);
  };
  Reflect.apply(handle.writeSync, handle, args);
  if (onerror !== undefined) handle.onerror = onerror;
  return !hasFailed;
}
