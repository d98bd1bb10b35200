/**
 * How a run fails on its own account, in one voice: the seed speaks first and last.
 *
 * Owns: the kinds of failure and the text. Everything in it is handed in.
 */

export type SimulationFailureKind =
  | 'nothing left to do'
  | 'gave up'
  | 'a fault never fired'
  | 'a guarantee was broken'
  /** It was to be broken, and was not. */
  | 'a guarantee was kept'
  /** Of a test's: what it asserts is not so. */
  | 'an expectation was not met'
  /** Not ours: the note that travels with an error of the program. */
  | 'the program threw'
  | 'misuse';

/** What failed. */
export interface SimulationProblem {
  readonly kind: SimulationFailureKind;
  /** What is wrong, and what to do; '' if the kind says it all. */
  readonly problem: string;
  /** Name of the guarantee that was broken, or kept. */
  readonly guarantee?: string;
}

/** When and in which run it happened, and how to see it again. */
export interface Circumstances {
  readonly seed: number;
  /** Virtual time, in ms since the start of the run. */
  readonly atMs: number;
  /** The last lines of the trace, oldest first. */
  readonly lastLines: readonly string[];
  /** The one command that replays the run, or a sentence that says how. */
  readonly replayCommand: string;
}

/** A run that broke a guarantee, could not be brought to its end, or whose script did not come true. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly kind: SimulationFailureKind;
  /** Name of the guarantee that was broken, or kept; `null` for other kinds. */
  readonly guarantee: string | null;
  readonly seed: number;
  /** ms since the start of the run. */
  readonly atMs: number;

  constructor(what: SimulationProblem, circumstances: Circumstances) {
    const { seed, atMs, lastLines, replayCommand } = circumstances;
    const lines = [
      `Seed ${seed}, at ${atMs} ms: ${headline(what)}.`,
      ...(what.problem === '' ? [] : [what.problem]),
      ...(lastLines.length === 0 ? [] : ['The last events:', ...lastLines]),
      `Replay it (seed ${seed}): ${replayCommand}`,
    ];
    super(lines.join('\n'));
    this.kind = what.kind;
    this.guarantee = what.guarantee ?? null;
    this.seed = seed;
    this.atMs = atMs;
  }
}

function headline({ kind, guarantee }: SimulationProblem): string {
  if (guarantee === undefined) return kind;
  return kind === 'a guarantee was broken' ? `${guarantee} is broken` : `${guarantee} was to be broken, and is kept`;
}
