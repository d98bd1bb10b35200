/**
 * The error with which a simulation fails: its kinds and its text. The text begins with the seed and ends with how to
 * replay the run; that of a wrong call has neither.
 */

/**
 * - `nothing left to do`: the program has not ended, and no event is left that could settle what it awaits.
 * - `gave up`: the program has not ended after `maxEvents` events.
 * - `a fault never fired`: the run is over, and a scripted fault that is not optional has had no effect.
 * - `a guarantee was violated`: a guarantee that the run is held to does not hold.
 * - `an expected violation did not occur`: the run was meant to violate a guarantee, and has not.
 * - `an expectation was not met`: an assertion of a test kit has failed.
 * - `the program threw`: never thrown; it is attached to the program's own error as its last cause.
 * - `closed during the run`: the simulation was closed before the program had ended.
 * - `misuse`: the simulation was called in a way that it cannot support.
 */
export type SimulationFailureKind =
  | 'nothing left to do'
  | 'gave up'
  | 'a fault never fired'
  | 'a guarantee was violated'
  | 'an expected violation did not occur'
  | 'an expectation was not met'
  | 'the program threw'
  | 'closed during the run'
  | 'misuse';

/** What failed. */
export interface SimulationProblem {
  readonly kind: SimulationFailureKind;
  /** What is wrong and what to do about it; '' if the kind says everything. */
  readonly problem: string;
  /** Name of the guarantee that was violated, or was to be. */
  readonly guarantee?: string;
}

/** When and in which run it failed, and how to replay that run. */
export interface Circumstances {
  readonly seed: number;
  /** Virtual time, in ms since the start of the run. */
  readonly atMs: number;
  /** The last lines of the trace, oldest first. */
  readonly lastLines: readonly string[];
  /** The command that replays the run, or a sentence that says how to. */
  readonly replayCommand: string;
}

/**
 * A run has violated a guarantee, could not be brought to its end, or failed an expectation; or the simulation was
 * misused.
 *
 * @example
 * import { Simulation, SimulationError, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation({ seed: 7, guarantees: 'all' });
 * sim.faults.on('Produce').nth(1).loseResponse();
 * const producer = sim.producer({
 *   'enable.idempotence': false,
 *   'key.serializer': StringSerializer,
 *   'value.serializer': StringSerializer,
 * });
 * const error = await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get()).catch((reason) => reason);
 * console.log(error instanceof SimulationError, error.kind, error.guarantee);
 * // prints: true a guarantee was violated NoDuplicateWithIdempotence
 */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly kind: SimulationFailureKind;
  /** Name of the guarantee that was violated, or was to be; `null` for other kinds. */
  readonly guarantee: string | null;
  readonly seed: number;
  /** Virtual time of the failure, in ms since the start of the run. */
  readonly atMs: number;

  constructor(what: SimulationProblem, circumstances: Circumstances) {
    // A wrong call fails with every seed, so there is nothing to replay.
    super(what.kind === 'misuse' ? what.problem : report(what, circumstances));
    this.kind = what.kind;
    this.guarantee = what.guarantee ?? null;
    this.seed = circumstances.seed;
    this.atMs = circumstances.atMs;
  }
}

function report(what: SimulationProblem, { seed, atMs, lastLines, replayCommand }: Circumstances): string {
  return [
    `Seed ${seed}, at ${atMs} ms: ${headline(what)}.`,
    ...(what.problem === '' ? [] : [what.problem]),
    ...(lastLines.length === 0 ? [] : ['The last events:', ...lastLines]),
    `Replay it (seed ${seed}): ${replayCommand}`,
  ].join('\n');
}

function headline({ kind, guarantee }: SimulationProblem): string {
  if (guarantee === undefined) return kind;
  if (kind === 'a guarantee was violated') return `${guarantee} was violated`;
  return `expected a violation of ${guarantee}, but none occurred`;
}
