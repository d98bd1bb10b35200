/**
 * A run that broke a promise: the seed speaks first and last.
 *
 * Owns: the text. Everything in it is handed in.
 */

/** When and in which run it happened, and how to see it again. */
export interface Circumstances {
  readonly seed: number;
  /** Virtual time, in ms since the start of the run. */
  readonly atMs: number;
  /** The last lines of the trace, oldest first. */
  readonly lastLines: readonly string[];
  /** The one command that replays the run. */
  readonly replayCommand: string;
}

export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
  /** Name of the broken promise. */
  readonly promise: string;
  readonly seed: number;
  /** ms since the start of the run. */
  readonly atMs: number;

  constructor(promise: string, problem: string, circumstances: Circumstances) {
    const { seed, atMs, lastLines, replayCommand } = circumstances;
    const history = lastLines.length === 0 ? [] : ['The last events:', ...lastLines];
    super(
      [
        `Seed ${seed}, at ${atMs} ms: ${promise} is broken.`,
        problem,
        ...history,
        `Replay it (seed ${seed}): ${replayCommand}`,
      ].join('\n'),
    );
    this.promise = promise;
    this.seed = seed;
    this.atMs = atMs;
  }
}
