/**
 * A delay that doubles with each failed attempt up to a limit, spread a little so that clients do not march in step.
 *
 * Owns: the arithmetic (Java's ExponentialBackoff, multiplier 2).
 * Refuses to know: where the spread comes from: `jitter` returns the factor, 1 for none.
 */
import { logarithm, powerOfTwo } from '../java/java-math.ts';

export class ExponentialBackoff {
  private readonly initialMs: number;
  /** After so many attempts, a broken number, the limit is reached; 0: there is no growth. */
  private readonly lastAttempt: number;
  /** Java computes it from the attempts: it may be a hair below the limit, and with its fraction loses a millisecond. */
  private readonly limitMs: number;
  private readonly jitter: () => number;

  constructor(initialMs: number, maxMs: number, jitter: () => number) {
    const { attempts, factor } = maxMs > initialMs ? growthTo(maxMs / Math.max(initialMs, 1)) : NO_GROWTH;
    this.initialMs = initialMs;
    this.lastAttempt = attempts;
    this.limitMs = initialMs * factor;
    this.jitter = jitter;
  }

  /** The delay in ms after `attempts` failures. The spread may exceed the limit; without growth there is no spread. */
  backoffMs(attempts: number): number {
    if (this.lastAttempt === 0) return this.initialMs;
    const termMs = attempts < this.lastAttempt ? this.initialMs * 2 ** attempts : this.limitMs;
    return Math.floor(this.jitter() * termMs);
  }
}

interface Growth {
  readonly attempts: number;
  /** By how much the delay has grown after so many. */
  readonly factor: number;
}

const NO_GROWTH: Growth = { attempts: 0, factor: 1 };
/** Worked out once: every producer wants the same few. */
const growths = new Map<number, Growth>();

function growthTo(ratio: number): Growth {
  const known = growths.get(ratio);
  if (known !== undefined) return known;
  const attempts = logarithm(ratio) / Math.LN2;
  const growth = { attempts, factor: powerOfTwo(attempts) };
  growths.set(ratio, growth);
  return growth;
}

/** Factors spread evenly over [0.8, 1.2), as Java's clients use for connections. */
export function connectionJitter(nextInt: (bound: number) => number): () => number {
  return () => (800 + nextInt(400)) / 1000;
}
