/**
 * A delay that doubles with each failed attempt up to a limit, with a random factor so that clients do not all retry at the same
 * time (Java's ExponentialBackoff with multiplier 2).
 */
import { logarithm, powerOfTwo } from '../java/java-math.ts';

export class ExponentialBackoff {
  private readonly initialMs: number;
  /** The number of attempts, not a whole one, after which the limit is reached; 0: the delay does not grow. */
  private readonly lastAttempt: number;
  /** Java computes the limit from the attempts, so that it may be slightly below the configured one, and a millisecond less. */
  private readonly limitMs: number;
  private readonly jitter: () => number;

  /** @param jitter returns the random factor; 1: none */
  constructor(initialMs: number, maxMs: number, jitter: () => number) {
    const { attempts, factor } = maxMs > initialMs ? growthTo(maxMs / Math.max(initialMs, 1)) : NO_GROWTH;
    this.initialMs = initialMs;
    this.lastAttempt = attempts;
    this.limitMs = initialMs * factor;
    this.jitter = jitter;
  }

  /** The delay in ms after `attempts` failures. The factor may lift it above the limit; a constant delay has no factor. */
  backoffMs(attempts: number): number {
    if (this.lastAttempt === 0) return this.initialMs;
    const termMs = attempts < this.lastAttempt ? this.initialMs * 2 ** attempts : this.limitMs;
    return Math.floor(this.jitter() * termMs);
  }
}

interface Growth {
  readonly attempts: number;
  /** By how much the delay has grown after that many attempts. */
  readonly factor: number;
}

const NO_GROWTH: Growth = { attempts: 0, factor: 1 };
/** Computed once, since all producers need the same few. */
const growths = new Map<number, Growth>();

function growthTo(ratio: number): Growth {
  const known = growths.get(ratio);
  if (known !== undefined) return known;
  const attempts = logarithm(ratio) / Math.LN2;
  const growth = { attempts, factor: powerOfTwo(attempts) };
  growths.set(ratio, growth);
  return growth;
}

/** Random factors, uniform in [0.8, 1.2), as Java's clients use for connections. */
export function connectionJitter(nextInt: (bound: number) => number): () => number {
  return () => (800 + nextInt(400)) / 1000;
}
