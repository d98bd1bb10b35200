/**
 * How a simulation says what went wrong: with its seed, its virtual time, its last events, and how to see it again.
 *
 * Owns: the circumstances of a failure, and the note that travels with an error of the program's own.
 * Refuses to know: what can fail.
 */
import {
  type Circumstances,
  type Kernel,
  SimulationError,
  type SimulationProblem,
  type Trace,
} from '../../sim/index.ts';

const SHOWN_LINES = 10;
/** Of causes; a longer one is a ring. */
const LONGEST_CHAIN = 100;

export interface FailingOptions {
  readonly seed: number;
  /** ms since the epoch. */
  readonly startMs: number;
  readonly kernel: Kernel;
  readonly trace: Trace;
  /** Default: a sentence that names the seed. */
  readonly replayCommand: string | undefined;
}

export class FailureFactory {
  private readonly options: FailingOptions;

  constructor(options: FailingOptions) {
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

  /** @throws SimulationError if there are any; a line of `idle` tells of a fault that never fired */
  expectFired(idle: readonly string[]): void {
    if (idle.length === 0) return;
    const list = idle.map((line) => `  ${line}`).join('\n');
    const problem = `The run is over and these faults never fired:\n${list}\nMend their scope, or mark them .optional().`;
    throw this.failure('a fault never fired', problem);
  }

  /** A mistake in the script: the events before it have nothing to say. */
  readonly misuse = (problem: string): SimulationError => this.briefly('misuse', problem);

  /** What a test asserts is not so; `problem` tells the story, so the last events need not. */
  unmet(problem: string): SimulationError {
    return this.briefly('an expectation was not met', problem);
  }

  private briefly(kind: SimulationProblem['kind'], problem: string): SimulationError {
    return new SimulationError({ kind, problem }, { ...this.circumstances(), lastLines: [] });
  }

  /**
   * Lets the program's own error tell from which run it comes: as the last link of its chain of causes, which test
   * runners and consoles print and comparisons leave alone. The error stays the program's (docs/decisions/0005).
   */
  note(thrown: unknown): void {
    let last = thrown;
    for (let links = 0; last instanceof Error && last.cause instanceof Error; links++) {
      if (links === LONGEST_CHAIN) return;
      last = last.cause;
    }
    if (!(last instanceof Error) || last instanceof SimulationError || !Object.isExtensible(last)) return;
    // A cause that is no error is the program's as well.
    if (last.cause !== undefined && last.cause !== null) return;
    const note = this.failure('the program threw', '');
    // Where the note was made is of no interest.
    note.stack = `${note.name}: ${note.message}`;
    Object.defineProperty(last, 'cause', { value: note, configurable: true, writable: true });
  }
}
