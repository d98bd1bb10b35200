/**
 * A delay that doubles with each failed attempt up to a limit, with a random factor so that clients do not all retry at the same
 * time (Java's ExponentialBackoff with multiplier 2).
 */
import type { ClientHost } from '../host/client-host.ts';
import { logarithm, powerOfTwo } from '../java/java-math.ts';
import type { ClientPolicies } from '../versions/client-policies.ts';

export class ExponentialBackoff {
  private readonly initialMs: number;
  private readonly maxMs: number;
  /** The number of attempts, not a whole one, after which the limit is reached; 0: the delay does not grow. */
  private readonly lastAttempt: number;
  /** Java computes the limit from the attempts, so that it may be slightly below the configured one, and a millisecond less. */
  private readonly limitMs: number;
  private readonly jitter: () => number;

  /**
   * @param jitter returns the random factor; 1: none
   * @param limit the policy `backoffLimit` of the client's version: whether the limit also holds for what the factor makes of the
   * delay, and for an initial delay above it
   */
  constructor(
    initialMs: number,
    maxMs: number,
    jitter: () => number,
    limit: ClientPolicies['backoffLimit'] = 'before jitter',
  ) {
    const { attempts, factor } = maxMs > initialMs ? growthTo(maxMs / Math.max(initialMs, 1)) : NO_GROWTH;
    this.maxMs = limit === 'after jitter' ? maxMs : Number.POSITIVE_INFINITY;
    this.initialMs = Math.min(initialMs, this.maxMs);
    this.lastAttempt = attempts;
    this.limitMs = initialMs * factor;
    this.jitter = jitter;
  }

  /** The delay in ms after `attempts` failures. A constant delay has no factor. */
  backoffMs(attempts: number): number {
    if (this.lastAttempt === 0) return this.initialMs;
    return Math.min(Math.floor(this.jitter() * this.termMs(attempts)), this.maxMs);
  }

  /** The delay in ms after `attempts` failures, without a random factor. */
  expectedMs(attempts: number): number {
    return this.lastAttempt === 0 ? this.initialMs : Math.min(Math.floor(this.termMs(attempts)), this.maxMs);
  }

  private termMs(attempts: number): number {
    return attempts < this.lastAttempt ? this.initialMs * 2 ** attempts : this.limitMs;
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

/** Random factors, uniform in [0.8, 1.2), as Java's clients use between retries (KIP-580). */
export function backoffJitter(clientHost: Pick<ClientHost, 'nextInt'>): () => number {
  return connectionJitter((bound) => clientHost.nextInt(bound, 'retry jitter'));
}

/** Random factors, uniform in [0.8, 1.2), as Java's clients use for connections. */
export function connectionJitter(nextInt: (bound: number) => number): () => number {
  return () => (800 + nextInt(400)) / 1000;
}
