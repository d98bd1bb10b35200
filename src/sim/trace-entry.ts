/** One event of a trace, and the types of a trace whose events are known. */

/** The facts of an entry by name, such as `{ topic: 'payments' }`. */
export type TraceFacts = Readonly<Record<string, unknown>>;

/** The events of a trace by name, each with the type of its facts. */
export type TraceEvents = Readonly<Record<string, TraceFacts>>;

/** One event of a trace. */
export interface TraceEntry<Event extends string = string, Facts extends TraceFacts = TraceFacts> {
  /** Virtual time, in ms since the epoch. */
  readonly atMs: number;
  /** What the event happened to: a client (`producer-1`), `cluster`, `fault`. */
  readonly source: string;
  readonly event: Event;
  /** Shown in this order. Must not change once recorded, since lines are laid out when they are first read. */
  readonly facts: Facts;
}

/** The entries of a trace with these events: a union whose members are told apart by `event`. */
export type TraceEntryOf<Events extends TraceEvents> = {
  readonly [Name in keyof Events & string]: TraceEntry<Name, Events[Name]>;
}[keyof Events & string];
