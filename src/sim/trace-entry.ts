/** One event of a trace. */

/** The facts of an entry by name, such as `{ topic: 'payments' }`. */
export type TraceFacts = Readonly<Record<string, unknown>>;

/** One event of a trace. */
export interface TraceEntry {
  /** Virtual time, in ms since the epoch. */
  readonly atMs: number;
  /** What the event happened to: a client (`producer-1`), `cluster`, `fault`. */
  readonly source: string;
  readonly event: string;
  /** Shown in this order. Must not change once recorded, since lines are laid out when they are first read. */
  readonly facts: TraceFacts;
}
