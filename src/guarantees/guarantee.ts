/**
 * What a guarantee is: a rule that a run has to keep, and how the known ways are described in which versions of Kafka do not keep it.
 */
import type { Invariant, Validation } from '../sim/index.ts';
import type { RunView } from './run-view.ts';

/** A rule that a run has to keep: checked after every event (`check`) or at the end of the run (`validate`). */
export type Guarantee = Invariant<RunView> | Validation<RunView>;

/** A built-in guarantee. */
export interface GuaranteeDefinition {
  /** A new object for each run, because an invariant keeps state. */
  readonly create: () => Guarantee;
}

/**
 * A known way in which versions of Kafka do not keep a guarantee. docs/known-kafka-bugs.md has a table of all of them and, under
 * `section`, the details.
 */
export interface KnownViolation {
  /** The side whose bug it is. */
  readonly component: 'client' | 'broker';
  /** The versions of that component that have the bug, among those that can be simulated. */
  readonly versions: readonly string[];
  /** `null`: no issue of Kafka's describes it. */
  readonly issue: `KAFKA-${number}` | null;
  /** The circumstances, as a clause that begins with "when" or "while". */
  readonly when: string;
  /** A heading of docs/known-kafka-bugs.md. */
  readonly section: string;
}
