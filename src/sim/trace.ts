/** The trace of a run: its events in order, their lines of text, and a fingerprint of all lines. */
import { TextHash } from './text-hash.ts';
import type { TraceEntry, TraceFacts } from './trace-entry.ts';
import { renderEntry } from './trace-line.ts';

/** Called with every new entry, and with its line of text. */
export type TraceListener = (entry: TraceEntry, line: string) => void;

const NO_FACTS: TraceFacts = {};

/**
 * Everything observable that has happened in a run, in order.
 *
 * Lines of text are rendered when they are first read.
 */
export class Trace {
  /** False if the trace is off: `record` does nothing then. Check it before computing facts. */
  readonly isOn: boolean;
  private readonly startMs: number;
  private readonly kept: TraceEntry[] = [];
  /** The lines of the first entries. Invariant: rendered.length <= kept.length. */
  private readonly rendered: string[] = [];
  private readonly hash = new TextHash();
  /** Number of lines that the hash covers. Invariant: hashed <= rendered.length. */
  private hashed = 0;
  private listeners: readonly TraceListener[] = [];

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
  record(atMs: number, source: string, event: string, facts: TraceFacts = NO_FACTS): void {
    if (!this.isOn) return;
    const entry: TraceEntry = { atMs, source, event, facts };
    this.kept.push(entry);
    if (this.listeners.length > 0) this.notify(entry);
  }

  /** All entries so far, oldest first. */
  get entries(): readonly TraceEntry[] {
    return this.kept;
  }

  /** All entries so far as lines of text, oldest first. Times count from the start of the run. */
  get lines(): readonly string[] {
    for (let i = this.rendered.length; i < this.kept.length; i++) {
      this.rendered.push(renderEntry(this.kept[i] as TraceEntry, this.startMs));
    }
    return this.rendered;
  }

  /**
   * Calls `listener` with every entry from now on.
   *
   * @returns a function that removes the listener
   * @throws TypeError unless it is a function
   */
  on(listener: TraceListener): () => void {
    if (typeof listener !== 'function')
      throw new TypeError(`trace.on(listener): expected a function, got ${typeof listener}`);
    const registered: TraceListener = (entry, line) => listener(entry, line);
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

  private notify(entry: TraceEntry): void {
    const line = this.lines[this.kept.length - 1] as string;
    for (const listener of this.listeners) listener(entry, line);
  }
}
