/** Random numbers from the seed, for the functions that clients take them from. */
import type { RandomStream } from '../../sim/index.ts';
import { isTestRunner } from '../../timers/callers.ts';
import type { Properties } from '../../timers/replacements.ts';

type Callback = (error: Error | null, result?: unknown) => void;
type Bytes = ArrayBufferView;

/** Functions of Math, of node:crypto and of the global crypto, by name. */
export interface RandomFunctions {
  readonly math: Properties;
  readonly nodeCrypto: Properties;
  readonly webCrypto: Properties;
}

/** Of a random double. */
const MANTISSA = 2 ** 53;

/** @param real node:crypto, for test runners: what they draw differs from run to run, and must not be missing in the program's numbers */
export function randomFunctions(random: RandomStream, real: typeof import('node:crypto')): RandomFunctions {
  const realRandom = Math.random;
  const fill = <T extends Bytes>(target: T, offset = 0, size = target.byteLength - offset): T => {
    const bytes = new Uint8Array(target.buffer, target.byteOffset + offset, size);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random.nextInt(256);
    return target;
  };
  const randomBytes = (size: number): Buffer => fill(Buffer.alloc(size));
  const randomUUID = (): string => uuidOf(randomBytes(16));
  const randomInt = (low: number, high: number): number => low + random.nextInt(high - low);
  const unless = <F extends (...args: never[]) => unknown>(realFunction: F, ours: F): F =>
    // biome-ignore lint/suspicious/noExplicitAny: the arguments are passed on
    ((...args: any[]) => (isTestRunner() ? realFunction : ours)(...(args as never[]))) as F;
  const getRandomValues = real.webcrypto.getRandomValues.bind(real.webcrypto) as (target: Bytes) => Bytes;
  const webCrypto = {
    getRandomValues: unless(getRandomValues, (target) => fill(target)),
    randomUUID: unless(real.randomUUID as () => string, randomUUID),
  };
  return {
    math: { random: unless(realRandom, () => random.between(0, MANTISSA - 1) / MANTISSA) },
    webCrypto,
    // Its getRandomValues is that of the web's crypto.
    nodeCrypto: {
      randomUUID: webCrypto.randomUUID,
      randomBytes: (size: number, callback?: Callback) => answer(randomBytes(size), callback),
      randomFillSync: (target: Bytes, offset?: number, size?: number) => fill(target, offset, size),
      randomFill: (target: Bytes, ...rest: unknown[]) => {
        const [offset, size] = rest.filter((arg) => typeof arg === 'number');
        return answer(fill(target, offset, size), rest.at(-1) as Callback);
      },
      randomInt: (first: number, ...rest: unknown[]) => {
        const [second] = rest;
        const drawn = typeof second === 'number' ? randomInt(first, second) : randomInt(0, first);
        const callback = rest.at(-1);
        return answer(drawn, typeof callback === 'function' ? (callback as Callback) : undefined);
      },
    },
  };
}

/** Node calls back in a later tick. */
function answer<T>(result: T, callback: Callback | undefined): T | undefined {
  if (callback === undefined) return result;
  process.nextTick(callback, null, result);
  return undefined;
}

/** Version 4 (RFC 9562). */
function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
