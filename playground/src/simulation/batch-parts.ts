/** The batches of a producer, as parts of the picture. */
import type { BatchView } from '../../../src/producer/index.ts';
import type { BatchEntry } from '../../../src/simulation/checking/record-log.ts';
import type { BatchPart } from '../history/step.ts';
import { labelOf } from './record-label.ts';
import type { Recorder } from './recorder.ts';

/** The labels that a batch shows. */
const LABELS = 6;

interface Shown {
  readonly entry: BatchEntry;
  state: BatchPart['state'];
  attempt: number;
  isDirty: boolean;
  /** When its outcome was known, since it is shown for the rest of that ms; -1: it is not known yet. */
  endedMs: number;
}

export class BatchParts {
  private readonly client: string;
  private readonly size: number;
  private readonly recorder: Recorder;
  private readonly entryOf: (batch: BatchView) => BatchEntry | undefined;
  private readonly shown = new Map<BatchEntry, Shown>();
  /** Batches by their values, which the log of the run knows them by, too. */
  private readonly views = new Map<BatchView['values'], BatchView>();

  constructor(client: string, size: number, recorder: Recorder, entryOf: (batch: BatchView) => BatchEntry | undefined) {
    this.client = client;
    this.size = size;
    this.recorder = recorder;
    this.entryOf = entryOf;
  }

  created(batch: BatchView): void {
    this.views.set(batch.values, batch);
  }

  /** A record has joined the batch. */
  grown(entry: BatchEntry): void {
    this.of(entry).isDirty = true;
  }

  sent(batch: BatchView): BatchEntry | undefined {
    return this.moves(batch, 'in flight', batch.attempts + 1);
  }

  putBack(batch: BatchView): BatchEntry | undefined {
    return this.moves(batch, 'put back', batch.attempts);
  }

  completed(batch: BatchView, error: Error | null): BatchEntry | undefined {
    const entry = this.moves(batch, endOf(batch, error), Math.max(1, batch.attempts));
    if (entry !== undefined) this.of(entry).endedMs = this.recorder.nowMs;
    return entry;
  }

  split(batch: BatchView, parts: readonly BatchView[]): void {
    const entry = this.entryOf(batch);
    if (entry !== undefined) this.remove(entry);
    for (const part of parts) {
      const partEntry = this.entryOf(part);
      if (partEntry !== undefined) this.grown(partEntry);
    }
  }

  report(): void {
    for (const [entry, shown] of this.shown) {
      if (shown.endedMs >= 0 && this.recorder.nowMs > shown.endedMs) this.remove(entry);
      else if (shown.isDirty) {
        shown.isDirty = false;
        this.recorder.change(this.keyOf(entry), this.partOf(shown));
      }
    }
  }

  private moves(batch: BatchView, state: BatchPart['state'], attempt: number): BatchEntry | undefined {
    const entry = this.entryOf(batch);
    if (entry === undefined) return undefined;
    const shown = this.of(entry);
    Object.assign(shown, { state, attempt, isDirty: true });
    return entry;
  }

  private of(entry: BatchEntry): Shown {
    const known = this.shown.get(entry);
    if (known !== undefined) return known;
    const made: Shown = { entry, state: 'fills', attempt: 0, isDirty: true, endedMs: -1 };
    this.shown.set(entry, made);
    return made;
  }

  private remove(entry: BatchEntry): void {
    this.shown.delete(entry);
    this.views.delete(entry.values);
    this.recorder.change(this.keyOf(entry), null);
  }

  private keyOf({ name }: BatchEntry): string {
    return `batch ${this.client} ${name}`;
  }

  private partOf({ entry, state, attempt }: Shown): BatchPart {
    return {
      kind: 'batch',
      client: this.client,
      name: entry.name,
      partition: `${entry.topic}-${entry.partition}`,
      count: entry.records.length,
      bytes: this.views.get(entry.values)?.estimatedSizeInBytes ?? 0,
      size: this.size,
      labels: entry.records.slice(0, LABELS).map(labelOf),
      state,
      attempt,
    };
  }
}

function endOf({ baseOffset }: BatchView, error: Error | null): BatchPart['state'] {
  if (error !== null) return 'failed';
  return baseOffset >= 0 ? 'stored' : 'unknown';
}
