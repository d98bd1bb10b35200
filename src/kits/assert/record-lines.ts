/**
 * The lines of a trace about one record: the steps of its batches, the requests that carried them, their answers, the
 * faults that affected them, and what happened to its partition in the meantime.
 *
 * The trace does not say which answer belongs to which request; it follows from their order on a connection.
 */
import { renderEntry } from '../../sim/index.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import { abridged, isOfPartition } from '../../simulation/checking/trace-excerpt.ts';
import type { Trace, TraceEvent } from '../../simulation/events/simulation-events.ts';

/** In the order of the trace; empty without a trace. */
export function linesOf(record: RecordEntry, trace: Trace, startMs: number): readonly string[] {
  const filter = new LineFilter(record, batchNames(record, trace));
  const environment = environmentFaults(record, trace);
  const entries = trace.entries.filter((entry) => filter.isAbout(entry) || environment.has(entry));
  return abridged(entries.map((entry) => renderEntry(entry, startMs)));
}

/** The record's batch, and the batches that were split into it. */
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

/**
 * Faults on the cluster that were active while the record was in flight. Faults on requests, whose text has a colon,
 * are not among them.
 */
function environmentFaults({ sentMs, endedMs }: RecordEntry, trace: Trace): ReadonlySet<TraceEvent> {
  const entries = new Set<TraceEvent>();
  const started = new Map<unknown, TraceEvent>();
  for (const entry of trace.entries) {
    if ((entry.event !== 'fired' && entry.event !== 'undone') || entry.facts.fault.includes(': ')) continue;
    const { atMs, facts } = entry;
    if (endedMs !== -1 && atMs > endedMs) break;
    const start = started.get(facts.fault);
    if (entry.event === 'undone' && start !== undefined && atMs < sentMs) {
      entries.delete(start);
      continue;
    }
    started.set(facts.fault, entry);
    entries.add(entry);
  }
  return entries;
}

/** Decides which entries of a trace are about a record. */
class LineFilter {
  private readonly record: RecordEntry;
  private readonly batches: ReadonlySet<unknown>;
  /** `payments-0`; `null` if the record has no batch. */
  private readonly partition: string | null;
  /** An entry about the record itself has been seen. */
  private hasBegun = false;
  /** One of its batches was sent, so the next Produce request carries it. */
  private isRequestDue = false;
  /** Time of the last request that carried the record; -1 before. */
  private requestedAtMs = -1;
  /** The unanswered requests for its partition, by broker and in order. `true`: the request carries the record. */
  private readonly outstanding = new Map<unknown, boolean[]>();

  constructor(record: RecordEntry, batches: ReadonlySet<unknown>) {
    this.record = record;
    this.batches = batches;
    this.partition = record.batch === null ? null : `${record.batch.topic}-${record.batch.partition}`;
  }

  /** Must be called with every entry, in order. */
  isAbout(entry: TraceEvent): boolean {
    const { source, atMs } = entry;
    if (source === 'fault') return atMs === this.requestedAtMs;
    if (source === 'cluster') return this.hasBegun && this.isAboutPartition(entry);
    return source === this.record.producer && (this.isStep(entry) || this.isTraffic(entry));
  }

  private isAboutPartition(entry: TraceEvent): boolean {
    return this.record.batch !== null && isOfPartition(entry, this.record.batch);
  }

  private isStep({ event, facts }: TraceEvent): boolean {
    const isOwn =
      'record' in facts ? facts.record === this.record.number : 'batch' in facts && this.batches.has(facts.batch);
    if (isOwn) this.hasBegun = true;
    if (isOwn && event === 'batch sent') this.isRequestDue = true;
    return isOwn;
  }

  private isTraffic({ event, facts, atMs }: TraceEvent): boolean {
    switch (event) {
      case 'Produce request':
        return this.concerns(facts.batches) && this.requestSent(facts.broker, atMs);
      case 'Produce response':
        return this.concerns(facts.results) && (this.outstanding.get(facts.broker)?.shift() ?? false);
      case 'disconnected':
      case 'closes':
        return this.disconnected(facts.broker);
      default:
        return false;
    }
  }

  private requestSent(broker: unknown, atMs: number): boolean {
    const isOwn = this.isRequestDue;
    this.isRequestDue = false;
    if (isOwn) this.requestedAtMs = atMs;
    const queue = this.outstanding.get(broker);
    if (queue === undefined) this.outstanding.set(broker, [isOwn]);
    else queue.push(isOwn);
    return isOwn;
  }

  private disconnected(broker: unknown): boolean {
    const wasWaiting = this.outstanding.get(broker)?.includes(true) === true;
    this.outstanding.delete(broker);
    return wasWaiting;
  }

  private concerns(list: unknown): boolean {
    const { partition } = this;
    return partition !== null && wordsOf(list).some((word) => word === partition || word.startsWith(`${partition}@`));
  }
}

/** Splits a list such as `[payments-0 x1 seq 0, orders-1@7]` into its words. */
function wordsOf(list: unknown): readonly string[] {
  return String(list).split(/[[\], ]+/);
}
