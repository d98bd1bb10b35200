/** Makes the errors of a simulation: each says its seed, its virtual time, the last events, and how to replay the run. */
import { type Circumstances, type Kernel, SimulationError, type SimulationProblem } from '../../sim/index.ts';
import type { Trace } from '../events/simulation-events.ts';

const SHOWN_LINES = 10;
/** A chain of more causes than this is taken for a circular one. */
const MAX_CAUSES = 100;

export interface FailureFactoryOptions {
  readonly seed: number;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  readonly kernel: Kernel;
  readonly trace: Trace;
  /** Default: a sentence that names the seed. */
  readonly replayCommand: string | undefined;
}

export class FailureFactory {
  private readonly options: FailureFactoryOptions;

  constructor(options: FailureFactoryOptions) {
    this.options = options;
  }

  readonly circumstances = (): Circumstances => {
    const { seed, startMs, kernel, trace, replayCommand } = this.options;
    return {
      seed,
      atMs: kernel.now() - startMs,
      lastLines: trace.lines.slice(-SHOWN_LINES),
      replayCommand: replayCommand ?? `run the same program with new Simulation({ seed: ${seed} })`,
    };
  };

  failure(kind: SimulationProblem['kind'], problem: string): SimulationError {
    return new SimulationError({ kind, problem }, this.circumstances());
  }

  /** @throws SimulationError if there is any line about faults that never fired */
  expectNoneIdle(report: readonly string[]): void {
    if (report.length > 0) throw this.failure('a fault never fired', report.join('\n'));
  }

  /** An error for a wrong call. It does not show the last events, which are not its cause. */
  readonly misuse = (problem: string): SimulationError => this.withoutEvents('misuse', problem);

  /** An error for an assertion that failed. `problem` describes the relevant events, so the last ones are not shown. */
  expectationNotMet(problem: string): SimulationError {
    return this.withoutEvents('an expectation was not met', problem);
  }

  private withoutEvents(kind: SimulationProblem['kind'], problem: string): SimulationError {
    return new SimulationError({ kind, problem }, { ...this.circumstances(), lastLines: [] });
  }

  /**
   * Attaches seed, time and replay command to an error that the program threw, as the last in its chain of causes. Test runners
   * and consoles print causes, and comparisons ignore them. The error stays the same object (docs/decisions/0005).
   *
   * @param problem what else is to be said about it
   */
  annotate(thrown: unknown, problem = ''): void {
    const last = lastCause(thrown);
    if (last === null || last instanceof SimulationError || !Object.isExtensible(last)) return;
    // A cause that is not an error is the program's own and must not be replaced.
    if (last.cause !== undefined && last.cause !== null) return;
    const cause = this.failure('the program threw', problem);
    // Its stack would only show where it was made.
    cause.stack = `${cause.name}: ${cause.message}`;
    Object.defineProperty(last, 'cause', { value: cause, configurable: true, writable: true });
  }
}

/** The last error in the chain of causes; `null` if it is circular or what was thrown is not an error. */
function lastCause(thrown: unknown): Error | null {
  let last = thrown;
  for (let causes = 0; last instanceof Error && last.cause instanceof Error; causes++) {
    if (causes === MAX_CAUSES) return null;
    last = last.cause;
  }
  return last instanceof Error ? last : null;
}
