/**
 * The lines of a trace that tell of one record: its batches' steps, the requests that carried them, their answers, the
 * faults that met them, and what befell its partition meanwhile.
 *
 * Owns: which answer belongs to which request. A trace does not say it; the order of a connection does.
 * Refuses to know: how the story is told around the lines (record-story.ts).
 */
import { renderEntry, type Trace, type TraceEntry } from '../../sim/index.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import { abridged, isOfPartition } from '../../simulation/checking/trace-excerpt.ts';

/** In order of time; none without a trace. */
export function linesOf(note: RecordEntry, trace: Trace, startMs: number): readonly string[] {
  const reader = new RecordReader(note, batchNames(note, trace));
  const world = worldFaults(note, trace);
  const entries = trace.entries.filter((entry) => reader.isAbout(entry) || world.has(entry));
  return abridged(entries.map((entry) => renderEntry(entry, startMs)));
}

/** The batch it is in, and those that were split on the way there. */
function batchNames({ batch, producer }: RecordEntry, trace: Trace): ReadonlySet<unknown> {
  const names = new Set<unknown>();
  if (batch === null) return names;
  names.add(batch.name);
  for (const { source, event, facts } of trace.entries.toReversed()) {
    if (source !== producer || event !== 'batch split') continue;
    if (wordsOf(facts.into).some((part) => names.has(part))) names.add(facts.batch);
  }
  return names;
}

/** Faults of the world that were in force while the record was under way. Those of requests say what they do behind a colon. */
function worldFaults({ sentMs, endedMs }: RecordEntry, trace: Trace): ReadonlySet<TraceEntry> {
  const entries = new Set<TraceEntry>();
  const began = new Map<unknown, TraceEntry>();
  for (const entry of trace.entries) {
    const { source, atMs, event, facts } = entry;
    if (source !== 'fault' || String(facts.fault).includes(': ')) continue;
    if (endedMs !== -1 && atMs > endedMs) break;
    const beginning = began.get(facts.fault);
    if (event === 'undone' && beginning !== undefined && atMs < sentMs) {
      entries.delete(beginning);
      continue;
    }
    began.set(facts.fault, entry);
    entries.add(entry);
  }
  return entries;
}

class RecordReader {
  private readonly note: RecordEntry;
  private readonly batches: ReadonlySet<unknown>;
  /** `payments-0`, or `null` without a batch. */
  private readonly place: string | null;
  /** The record has been heard of. */
  private hasBegun = false;
  /** One of its batches was sent; the request with it comes next. */
  private isRequestDue = false;
  /** When a request with the record was last put on the wire. */
  private requestedAtMs = -1;
  /** By broker: the requests for its partition that have no answer yet, in order; true: it carries the record. */
  private readonly outstanding = new Map<unknown, boolean[]>();

  constructor(note: RecordEntry, batches: ReadonlySet<unknown>) {
    this.note = note;
    this.batches = batches;
    this.place = note.batch === null ? null : `${note.batch.topic}-${note.batch.partition}`;
  }

  /** To be asked of every entry, in order. */
  isAbout(entry: TraceEntry): boolean {
    const { source, atMs } = entry;
    if (source === 'fault') return atMs === this.requestedAtMs;
    if (source === 'cluster') return this.hasBegun && this.isOfPlace(entry);
    return source === this.note.producer && (this.isStep(entry) || this.isTraffic(entry));
  }

  private isOfPlace(entry: TraceEntry): boolean {
    return this.note.batch !== null && isOfPartition(entry, this.note.batch);
  }

  private isStep({ event, facts }: TraceEntry): boolean {
    const isOwn = facts.record === this.note.number || (facts.batch !== undefined && this.batches.has(facts.batch));
    if (isOwn) this.hasBegun = true;
    if (isOwn && event === 'batch sent') this.isRequestDue = true;
    return isOwn;
  }

  private isTraffic({ event, facts, atMs }: TraceEntry): boolean {
    switch (event) {
      case 'Produce request':
        return this.concerns(facts.batches) && this.asked(facts.broker, atMs);
      case 'Produce response':
        return this.concerns(facts.results) && (this.outstanding.get(facts.broker)?.shift() ?? false);
      case 'disconnected':
      case 'closes':
        return this.gaveUp(facts.broker);
      default:
        return false;
    }
  }

  private asked(broker: unknown, atMs: number): boolean {
    const isOwn = this.isRequestDue;
    this.isRequestDue = false;
    if (isOwn) this.requestedAtMs = atMs;
    const queue = this.outstanding.get(broker);
    if (queue === undefined) this.outstanding.set(broker, [isOwn]);
    else queue.push(isOwn);
    return isOwn;
  }

  private gaveUp(broker: unknown): boolean {
    const wasWaiting = this.outstanding.get(broker)?.includes(true) === true;
    this.outstanding.delete(broker);
    return wasWaiting;
  }

  private concerns(list: unknown): boolean {
    const { place } = this;
    return place !== null && wordsOf(list).some((word) => word === place || word.startsWith(`${place}@`));
  }
}

/** `[payments-0 x1 seq 0, orders-1@7]` -> the words in it. */
function wordsOf(list: unknown): readonly string[] {
  return String(list).split(/[[\], ]+/);
}
