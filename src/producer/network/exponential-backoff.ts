/**
 * A delay that doubles with each failed attempt up to a limit, spread a little so that clients do not march in step.
 *
 * Owns: the arithmetic (Java's ExponentialBackoff, multiplier 2).
 * Refuses to know: where the spread comes from: `jitter` returns the factor, 1 for none.
 */
export class ExponentialBackoff {
  private readonly initialMs: number;
  private readonly maxMs: number;
  private readonly jitter: () => number;

  constructor(initialMs: number, maxMs: number, jitter: () => number) {
    this.initialMs = initialMs;
    this.maxMs = maxMs;
    this.jitter = jitter;
  }

  /** The delay in ms after `attempts` failures. The spread may exceed the limit; without growth there is no spread. */
  backoffMs(attempts: number): number {
    if (this.maxMs <= this.initialMs) return this.initialMs;
    let termMs = this.initialMs;
    for (let i = 0; i < attempts && termMs < this.maxMs && termMs > 0; i++) termMs *= 2;
    return Math.floor(Math.min(termMs, this.maxMs) * this.jitter());
  }
}

/** Factors spread evenly over [0.8, 1.2), as Java's clients use for connections. */
export function connectionJitter(nextInt: (bound: number) => number): () => number {
  return () => (800 + nextInt(400)) / 1000;
}
