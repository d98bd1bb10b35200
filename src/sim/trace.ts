/**
 * The history of a run, one line per event.
 *
 * Owns: what is kept, its fingerprint, and who listens. Off, it keeps and computes nothing.
 * Refuses to know: what the events mean. Layout is in trace-line.ts.
 */
import { TextHash } from './text-hash.ts';
import { renderEntry } from './trace-line.ts';

export type TraceFacts = Readonly<Record<string, unknown>>;

/** One event. */
export interface TraceEntry {
  /** ms since the epoch. */
  readonly atMs: number;
  readonly source: string;
  readonly event: string;
  /** In the order to be shown. Not to be changed once recorded: lines are laid out when they are first read. */
  readonly facts: TraceFacts;
}

/** `line` is the entry laid out. */
export type TraceListener = (entry: TraceEntry, line: string) => void;

const NO_FACTS: TraceFacts = {};

export class Trace {
  /** False: record() does nothing. Ask before computing facts. */
  readonly isOn: boolean;
  private readonly startMs: number;
  private readonly kept: TraceEntry[] = [];
  /** The lines of the first entries: rendered.length <= kept.length. */
  private readonly rendered: string[] = [];
  private readonly hash = new TextHash();
  /** Lines that are in the hash: hashed <= rendered.length. */
  private hashed = 0;
  private listeners: readonly TraceListener[] = [];

  /** `startMs` is the time lines count from. Default 0. */
  constructor(mode: 'off' | 'on', startMs = 0) {
    this.isOn = mode === 'on';
    this.startMs = startMs;
  }

  record(atMs: number, source: string, event: string, facts: TraceFacts = NO_FACTS): void {
    if (!this.isOn) return;
    const entry: TraceEntry = { atMs, source, event, facts };
    this.kept.push(entry);
    if (this.listeners.length > 0) this.tell(entry);
  }

  get entries(): readonly TraceEntry[] {
    return this.kept;
  }

  /** Everything so far, laid out. */
  get lines(): readonly string[] {
    for (let i = this.rendered.length; i < this.kept.length; i++) {
      this.rendered.push(renderEntry(this.kept[i] as TraceEntry, this.startMs));
    }
    return this.rendered;
  }

  /** Calls `listener` with every event from now on. Returns the undo. */
  on(listener: TraceListener): () => void {
    const registered: TraceListener = (entry, line) => listener(entry, line);
    this.listeners = [...this.listeners, registered];
    return () => {
      this.listeners = this.listeners.filter((other) => other !== registered);
    };
  }

  /** 16 hex digits that stand for all lines so far: equal histories, equal fingerprints. */
  fingerprint(): string {
    const lines = this.lines;
    for (; this.hashed < lines.length; this.hashed++) this.hash.add(`${lines[this.hashed]}\n`);
    return this.hash.digest();
  }

  private tell(entry: TraceEntry): void {
    const line = this.lines[this.kept.length - 1] as string;
    for (const listener of this.listeners) listener(entry, line);
  }
}
