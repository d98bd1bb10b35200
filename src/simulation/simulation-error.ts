/**
 * How a simulation fails on its own account: with its seed, its virtual time and the last lines of its trace.
 */

export type SimulationFailureKind =
  | 'nothing left to do'
  | 'gave up'
  | 'a fault never fired'
  | 'a promise was broken'
  | 'misuse';

/** A run that could not be brought to its end, or whose script did not come true. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly kind: SimulationFailureKind;
  readonly seed: number;
  /** Virtual time of the failure, in ms since the start. */
  readonly atMs: number;

  constructor(
    kind: SimulationFailureKind,
    problem: string,
    at: { seed: number; atMs: number; lastLines: readonly string[] },
  ) {
    const last = at.lastLines.length === 0 ? '' : `\nThe last events:\n${at.lastLines.join('\n')}`;
    super(`${problem}\nSeed ${at.seed}, virtual time ${at.atMs} ms.${last}`);
    this.kind = kind;
    this.seed = at.seed;
    this.atMs = at.atMs;
  }
}
