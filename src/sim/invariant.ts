/** Checks the guarantees of a run: invariants after every event, validations when the run is over. */
import type { Kernel } from './kernel.ts';
import { type Circumstances, SimulationError, type SimulationProblem } from './simulation-error.ts';

/** Holds after every event. */
export interface Invariant<S> {
  /** Names the guarantee, for example `HighWatermarkMonotonic`. */
  readonly name: string;
  /** Returns what is wrong with the subject, as a sentence; `undefined` while the invariant holds. */
  check(subject: S): string | undefined;
}

/** Holds when the run is over. */
export interface Validation<S> {
  /** Names the guarantee, for example `NoAcknowledgedRecordLost`. */
  readonly name: string;
  /** Returns what is wrong with the subject, as a sentence; `undefined` if the validation holds. */
  validate(subject: S): string | undefined;
}

const NOT_VIOLATED =
  'Add the fault or the setting that the guarantee does not survive, or take it off the list of guarantees that the run breaks.';

/** Options of `Guarantees`. */
export interface GuaranteesOptions<S> {
  readonly invariants: readonly Invariant<S>[];
  readonly validations: readonly Validation<S>[];
  /**
   * Names of guarantees that this run is meant to violate. Their violation does not stop the run; its absence fails it.
   * Default: none.
   */
  readonly breaks?: ReadonlySet<string>;
  /** Called only when the run fails. */
  readonly circumstances: () => Circumstances;
}

/** The violation of a guarantee. */
export interface Violation {
  readonly guarantee: string;
  /** What is wrong, as a sentence. */
  readonly problem: string;
}

/**
 * The guarantees a run is held to.
 *
 * The first violation stops the run, unless it is expected. An expected violation is only recorded, and the run fails at its end if it
 * has not occurred.
 */
export class Guarantees<S> {
  private readonly subject: S;
  private readonly options: GuaranteesOptions<S>;
  /** For each guarantee with an expected violation: the problem of the first one. */
  private readonly expected = new Map<string, string>();

  constructor(subject: S, options: GuaranteesOptions<S>) {
    this.subject = subject;
    this.options = options;
  }

  /**
   * Checks every invariant after every event of the kernel; a violation is thrown by the kernel's `step()` or `run()`.
   *
   * @returns a function that stops checking
   */
  watch(kernel: Kernel): () => void {
    return kernel.afterEach(() => this.check());
  }

  /** @throws SimulationError for the first invariant that does not hold */
  check(): void {
    const { invariants } = this.options;
    for (let i = 0; i < invariants.length; i++) {
      const invariant = invariants[i] as Invariant<S>;
      const problem = invariant.check(this.subject);
      if (problem !== undefined) this.throwIfAny(this.unexpected(invariant.name, problem));
    }
  }

  /** @throws SimulationError for the first validation that does not hold, or the first expected violation that did not occur */
  validate(): void {
    this.throwIfAny(this.findProblem());
  }

  /** Returns what `validate` would throw for; `undefined` if it would not throw. */
  findProblem(): SimulationProblem | undefined {
    for (const validation of this.options.validations) {
      const problem = validation.validate(this.subject);
      const found = problem === undefined ? undefined : this.unexpected(validation.name, problem);
      if (found !== undefined) return found;
    }
    const missing = Array.from(this.options.breaks ?? []).find((guarantee) => !this.expected.has(guarantee));
    if (missing === undefined) return undefined;
    return { kind: 'an expected violation did not occur', problem: NOT_VIOLATED, guarantee: missing };
  }

  /** The validations that do not hold at present, expected or not. */
  violations(): readonly Violation[] {
    return this.options.validations.flatMap((validation) => {
      const problem = validation.validate(this.subject);
      return problem === undefined ? [] : [{ guarantee: validation.name, problem }];
    });
  }

  /** The expected violations that have occurred so far, one per guarantee, in order of time. */
  get expectedViolations(): readonly Violation[] {
    return Array.from(this.expected, ([guarantee, problem]) => ({ guarantee, problem }));
  }

  /** Returns the violation as a problem, or records it and returns `undefined` if it is expected. */
  private unexpected(guarantee: string, problem: string): SimulationProblem | undefined {
    if (this.options.breaks?.has(guarantee) !== true) return { kind: 'a guarantee was violated', problem, guarantee };
    if (!this.expected.has(guarantee)) this.expected.set(guarantee, problem);
    return undefined;
  }

  private throwIfAny(problem: SimulationProblem | undefined): void {
    if (problem !== undefined) throw new SimulationError(problem, this.options.circumstances());
  }
}
