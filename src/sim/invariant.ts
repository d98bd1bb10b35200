/**
 * Guarantees about a run: invariants hold after every event, validations when it is over.
 *
 * Owns: when they are checked, that the first broken one stops the run, and that those which are to be broken are.
 * Refuses to know: what they guarantee.
 */
import type { Kernel } from './kernel.ts';
import { type Circumstances, SimulationError, type SimulationProblem } from './simulation-error.ts';

/** Holds after every event. Named by its guarantee, e.g. `HighWatermarkMonotonic`. */
export interface Invariant<S> {
  readonly name: string;
  /** What is wrong with the subject, in a sentence; undefined while the guarantee is kept. */
  check(subject: S): string | undefined;
}

/** Holds when the run is over. */
export interface Validation<S> {
  readonly name: string;
  validate(subject: S): string | undefined;
}

export interface GuaranteesOptions<S> {
  readonly invariants: readonly Invariant<S>[];
  readonly validations: readonly Validation<S>[];
  /** Guarantees that this run is meant to break: their breach stops nothing, and its absence fails the run. Default: none. */
  readonly breaks?: ReadonlySet<string>;
  /** Asked only when a guarantee is broken. */
  readonly circumstances: () => Circumstances;
}

/** A guarantee that was to be broken, and how it was. */
export interface Breach {
  readonly guarantee: string;
  readonly problem: string;
}

export class Guarantees<S> {
  private readonly subject: S;
  private readonly options: GuaranteesOptions<S>;
  /** Promise -> how it was broken first. Only those that were to be. */
  private readonly breaches = new Map<string, string>();

  constructor(subject: S, options: GuaranteesOptions<S>) {
    this.subject = subject;
    this.options = options;
  }

  /** Checks every invariant after every event of the kernel; a broken one throws out of step() or run(). Returns the undo. */
  watch(kernel: Kernel): () => void {
    return kernel.afterEach(() => this.check());
  }

  /** @throws SimulationError for the first invariant that does not hold */
  check(): void {
    const { invariants } = this.options;
    for (let i = 0; i < invariants.length; i++) {
      const invariant = invariants[i] as Invariant<S>;
      const problem = invariant.check(this.subject);
      if (problem !== undefined) this.insist(this.broken(invariant.name, problem));
    }
  }

  /** @throws SimulationError for the first validation that does not hold, or the first guarantee that was to be broken and is kept */
  validate(): void {
    this.insist(this.findProblem());
  }

  /** What `validate` would throw for; undefined if all is well. */
  findProblem(): SimulationProblem | undefined {
    for (const validation of this.options.validations) {
      const problem = validation.validate(this.subject);
      const broken = problem === undefined ? undefined : this.broken(validation.name, problem);
      if (broken !== undefined) return broken;
    }
    const kept = Array.from(this.options.breaks ?? []).find((guarantee) => !this.breaches.has(guarantee));
    return kept === undefined ? undefined : { kind: 'a guarantee was kept', problem: '', guarantee: kept };
  }

  /** What was to be broken and is, so far, in the order of the first breaches. */
  get announced(): readonly Breach[] {
    return Array.from(this.breaches, ([guarantee, problem]) => ({ guarantee, problem }));
  }

  /** The breach as a problem; undefined if it was to be. */
  private broken(guarantee: string, problem: string): SimulationProblem | undefined {
    if (this.options.breaks?.has(guarantee) !== true) return { kind: 'a guarantee was broken', problem, guarantee };
    if (!this.breaches.has(guarantee)) this.breaches.set(guarantee, problem);
    return undefined;
  }

  private insist(problem: SimulationProblem | undefined): void {
    if (problem !== undefined) throw new SimulationError(problem, this.options.circumstances());
  }
}
