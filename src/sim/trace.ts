/** The trace of a run: its events in order, their lines of text, and a fingerprint of all lines. */
import { TextHash } from './text-hash.ts';
import type { TraceEntry, TraceEntryOf, TraceEvents, TraceFacts } from './trace-entry.ts';
import { renderEntry } from './trace-line.ts';

/** Called with every new entry, and with its line of text. */
export type TraceListener<Entry extends TraceEntry = TraceEntry> = (entry: Entry, line: string) => void;

/** The names of events that have no facts, or whose facts may all be absent. */
type WithoutFacts<Events extends TraceEvents> = {
  [Name in keyof Events & string]: typeof NO_FACTS extends Events[Name] ? Name : never;
}[keyof Events & string];

const NO_FACTS: Readonly<Record<never, unknown>> = {};

/**
 * Everything observable that has happened in a run, in order.
 *
 * Lines of text are rendered when they are first read.
 *
 * @typeParam Events the events that can be recorded, each with its facts. Default: any
 */
export class Trace<Events extends TraceEvents = TraceEvents> {
  /** False if the trace is off: `record` does nothing then. Check it before computing facts. */
  readonly isOn: boolean;
  private readonly startMs: number;
  private readonly kept: TraceEntryOf<Events>[] = [];
  /** The lines of the first entries. Invariant: rendered.length <= kept.length. */
  private readonly rendered: string[] = [];
  private readonly hash = new TextHash();
  /** Number of lines that the hash covers. Invariant: hashed <= rendered.length. */
  private hashed = 0;
  private listeners: readonly TraceListener<TraceEntryOf<Events>>[] = [];

  /** @param startMs the time that lines count from, in ms since the epoch. Default 0 */
  constructor(mode: 'off' | 'on', startMs = 0) {
    this.isOn = mode === 'on';
    this.startMs = startMs;
  }

  /**
   * Adds an entry. No effect if the trace is off.
   *
   * @param atMs in ms since the epoch
   */
  record<Name extends WithoutFacts<Events>>(atMs: number, source: string, event: Name): void;
  record<Name extends keyof Events & string>(atMs: number, source: string, event: Name, facts: Events[Name]): void;
  record(atMs: number, source: string, event: string, facts: TraceFacts = NO_FACTS): void {
    if (!this.isOn) return;
    const entry = { atMs, source, event, facts } as TraceEntryOf<Events>;
    this.kept.push(entry);
    if (this.listeners.length > 0) this.notify(entry);
  }

  /** All entries so far, oldest first. */
  get entries(): readonly TraceEntryOf<Events>[] {
    return this.kept;
  }

  /** The entries of one event so far, oldest first. */
  entriesOf<Name extends keyof Events & string>(event: Name): readonly TraceEntry<Name, Events[Name]>[] {
    return this.kept.filter(
      (entry): entry is TraceEntryOf<Events> & TraceEntry<Name, Events[Name]> => entry.event === event,
    );
  }

  /** All entries so far as lines of text, oldest first. Times count from the start of the run. */
  get lines(): readonly string[] {
    for (let i = this.rendered.length; i < this.kept.length; i++) {
      this.rendered.push(renderEntry(this.kept[i] as TraceEntryOf<Events>, this.startMs));
    }
    return this.rendered;
  }

  /**
   * Calls `listener` with every entry from now on.
   *
   * @returns a function that removes the listener
   * @throws TypeError unless it is a function
   */
  on(listener: TraceListener<TraceEntryOf<Events>>): () => void {
    if (typeof listener !== 'function')
      throw new TypeError(`trace.on(listener): expected a function, got ${typeof listener}`);
    const registered: TraceListener<TraceEntryOf<Events>> = (entry, line) => listener(entry, line);
    this.listeners = [...this.listeners, registered];
    return () => {
      this.listeners = this.listeners.filter((other) => other !== registered);
    };
  }

  /** Returns a hash of all lines so far, as 16 hex digits. Equal traces have equal fingerprints. */
  fingerprint(): string {
    const lines = this.lines;
    for (; this.hashed < lines.length; this.hashed++) this.hash.add(`${lines[this.hashed]}\n`);
    return this.hash.digest();
  }

  private notify(entry: TraceEntryOf<Events>): void {
    const line = this.lines[this.kept.length - 1] as string;
    for (const listener of this.listeners) listener(entry, line);
  }
}
