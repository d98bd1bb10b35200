/** The records of a run as rows of a table: what was sent, what became of it, and where it is stored. */
import { fateOf } from '../../guarantees/fate.ts';
import type { Fate, SentRecord } from '../../guarantees/index.ts';
import { placesByRecord } from '../../guarantees/stored-records.ts';
import { listItems } from '../../protocol/description/facts.ts';
import type { Trial } from '../../simulation/checking/trial.ts';
import type { Trace } from '../../simulation/events/simulation-events.ts';
import { contentText, sentKey, sentValue } from './record-content.ts';

export interface RecordRow {
  readonly producer: string;
  /** Among the sends of the producer, from 1. */
  readonly number: number;
  /** The topic, or `payments-0` if the record was put into a batch. */
  readonly place: string;
  /** Key and value, abbreviated. */
  readonly content: string;
  readonly fate: Fate;
  /** The error that the producer reported; `null` if it reported none. */
  readonly error: string | null;
  /** The batch that it is in now; `null` if it was never in one. */
  readonly batch: string | null;
  /** That batch, and the ones that were split into it. */
  readonly batches: readonly string[];
  /** In virtual ms since the start; -1: not yet. */
  readonly sentMs: number;
  readonly appendedMs: number;
  readonly endedMs: number;
  /** The offsets at which it is stored. */
  readonly offsets: readonly number[];
}

/** Producer by producer, in the order of their send(). Empty if records were not logged. */
export function recordRows(trial: Trial): readonly RecordRow[] {
  if (!trial.isOn) return [];
  const places = placesByRecord(trial);
  const wholes = wholesByPart(trial.trace);
  const since = (atMs: number): number => (atMs === -1 ? -1 : atMs - trial.startMs);
  return trial.producers.flatMap(({ sends }) =>
    sends.map((record) => ({
      producer: record.producer,
      number: record.number,
      place: placeOf(record),
      content: contentText(sentKey(record), sentValue(record)),
      fate: fateOf(record),
      error: record.error?.name ?? null,
      batch: record.batch?.name ?? null,
      batches: batchesOf(record, wholes),
      sentMs: since(record.sentMs),
      appendedMs: since(record.appendedMs),
      endedMs: since(record.endedMs),
      offsets: (places.get(record) ?? []).map(({ offset }) => offset),
    })),
  );
}

/** By producer and batch: the batch that it was a part of, before it was split. */
export function wholesByPart(trace: Trace): ReadonlyMap<string, string> {
  const wholes = new Map<string, string>();
  for (const { source, facts } of trace.entriesOf('batch split'))
    for (const part of listItems(facts.into)) wholes.set(`${source} ${part}`, facts.batch);
  return wholes;
}

/** The batch of a record, and those that were split into it. */
export function batchesOf({ producer, batch }: SentRecord, wholes: ReadonlyMap<string, string>): readonly string[] {
  const names: string[] = [];
  for (let name = batch?.name; name !== undefined; name = wholes.get(`${producer} ${name}`)) names.push(name);
  return names;
}

function placeOf({ topic, batch }: SentRecord): string {
  return batch === null ? topic : `${topic}-${batch.partition}`;
}
