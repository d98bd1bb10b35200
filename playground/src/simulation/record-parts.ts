/** The records of a producer, with what the program knows of each, as parts of the picture. The first few hundred are shown one by one, all are counted. */
import type { BatchView } from '../../../src/producer/index.ts';
import type { BatchEntry, RecordEntry } from '../../../src/simulation/checking/record-log.ts';
import type { Counts, RecordPart, RecordState, Way } from '../history/step.ts';
import type { Recorder } from './recorder.ts';

/** Records with a part of their own; further ones are only counted. */
const SHOWN = 200;

interface Shown {
  label: string;
  way: Way;
  state: RecordState;
  isLearned: boolean;
  offset: number;
  error: string | null;
  isDirty: boolean;
}

export class RecordParts {
  counts: Counts = { sent: 0, acknowledged: 0, failed: 0, unknown: 0 };
  private readonly client: string;
  private readonly recorder: Recorder;
  private readonly shown: Shown[] = [];
  /** The records whose send() waits, and since when, oldest first. */
  private readonly waitingSince = new Map<number, number>();
  private dirty = new Set<number>();

  constructor(client: string, recorder: Recorder) {
    this.client = client;
    this.recorder = recorder;
  }

  isShown(number: number): boolean {
    return number <= SHOWN;
  }

  labelOf(number: number): string {
    return this.shown[number - 1]?.label ?? `record ${number}`;
  }

  /** send() is called. */
  calls(number: number, label: string, way: Way): void {
    this.counts = { ...this.counts, sent: number };
    this.waitingSince.set(number, this.recorder.nowMs);
    if (!this.isShown(number)) return;
    this.shown[number - 1] = { label, way, state: 'waits', isLearned: false, offset: -1, error: null, isDirty: true };
    this.dirty.add(number);
  }

  /** The program looks at the result of the record. */
  looked(number: number, way: Way): void {
    this.set(number, { way });
  }

  learned(number: number): void {
    this.set(number, { isLearned: true });
  }

  /** The record is in a batch. */
  appended({ number }: RecordEntry): void {
    this.waitingSince.delete(number);
    this.set(number, { state: 'in batch' });
  }

  /** The record could not be put into a batch. */
  refused({ number, error }: RecordEntry): void {
    if (!this.waitingSince.delete(number)) return;
    this.counts = { ...this.counts, failed: this.counts.failed + 1 };
    this.set(number, { state: 'failed', error: error?.name ?? null });
  }

  /** The batch is back in its queue. */
  putBack(batch: BatchEntry | undefined): void {
    for (const { number } of this.shownOf(batch)) this.set(number, { state: 'in batch' });
  }

  sent(batch: BatchEntry | undefined): void {
    for (const { number } of this.shownOf(batch)) this.set(number, { state: 'in flight' });
  }

  completed(batch: BatchEntry | undefined, { baseOffset, recordCount }: BatchView, error: Error | null): void {
    const state = error !== null ? 'failed' : baseOffset >= 0 ? 'acknowledged' : 'unknown';
    this.counts = { ...this.counts, [state]: this.counts[state] + recordCount };
    for (const { number, row } of this.shownOf(batch))
      this.set(number, { state, offset: baseOffset >= 0 ? baseOffset + row : -1, error: error?.name ?? null });
  }

  /** What blocks the program's line in Java: the oldest send() that waits. */
  blocked(): { readonly call: string; readonly sinceMs: number } | null {
    for (const [number, sinceMs] of this.waitingSince) return { call: `send(${this.labelOf(number)})`, sinceMs };
    return null;
  }

  report(): void {
    for (const number of this.dirty) {
      const { isDirty: _, ...shown } = this.shown[number - 1] as Shown;
      const part: RecordPart = { kind: 'record', client: this.client, number, ...shown };
      this.recorder.change(`record ${this.client} ${number}`, part);
    }
    this.dirty.clear();
  }

  private set(number: number, change: Partial<Shown>): void {
    const shown = this.shown[number - 1];
    if (shown === undefined) return;
    Object.assign(shown, change);
    this.dirty.add(number);
  }

  private shownOf(batch: BatchEntry | undefined): readonly RecordEntry[] {
    const first = batch?.records[0];
    return first === undefined || !this.isShown(first.number) ? [] : (batch?.records ?? []);
  }
}
