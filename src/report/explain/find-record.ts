/** Finds the record that a name stands for: its number, its place in a log, its key or its value. */
import { didYouMean } from '../../checks/nearest-name.ts';
import { placesByRecord } from '../../guarantees/stored-records.ts';
import { RecordFuture } from '../../producer/result/record-future.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Trial } from '../../simulation/checking/trial.ts';
import { type RecordVerdict, recordOf } from '../../simulation/checking/verdict.ts';
import { contentText, sentKey, sentValue } from '../model/record-content.ts';

/**
 * A record that was sent: the future that `send()` returned, an element of `sim.verdict().records`, or its name.
 *
 * Names are `3`, the third send() of the only producer; `careful 3`, that of one of several producers; `payments-0@17`, what is or was at
 * that place of a log; `key=order` and `value=17`.
 */
export type ExplainedRecord = RecordFuture | RecordVerdict | string;

export const NAMES_OF_RECORDS =
  "a number (3: the third send()), a producer and a number ('careful 3'), a place in a log (payments-0@17), key=... or value=...";

const MAX_LISTED = 5;

/** @throws SimulationError of kind 'misuse' if there is no such record, or more than one; with what there is */
export function findRecord(trial: Trial, record: ExplainedRecord): RecordEntry {
  const problem = (text: string): Error => trial.failures.misuse(text);
  if (!trial.isOn) throw problem("explain() needs records: make the simulation with { guarantees: 'all' }.");
  if (typeof record !== 'string') {
    const entry = record instanceof RecordFuture ? record.note : typeof record === 'object' ? recordOf(record) : null;
    if (entry instanceof RecordEntry) return entry;
    throw problem(
      `explain(sim, record): expected the future that send() returned, an element of sim.verdict().records, or a name: ${NAMES_OF_RECORDS}.`,
    );
  }
  const found = named(trial, record);
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw problem(
      `There are ${found.length} records '${record}': ${listed(found)}. Name one by its producer and number.`,
    );
  const all = trial.producers.flatMap(({ sends }) => sends);
  const guess = didYouMean(record, all.map(nameOf));
  throw problem(
    all.length === 0
      ? `There is no record '${record}': nothing was sent.`
      : `There is no record '${record}'.${guess} A record is named by ${NAMES_OF_RECORDS}. There are: ${listed(all)}.`,
  );
}

/** `careful 3` */
export function nameOf({ producer, number }: RecordEntry): string {
  return `${producer} ${number}`;
}

function listed(records: readonly RecordEntry[]): string {
  const names = records.slice(0, MAX_LISTED).map((record) => `'${nameOf(record)}' (${contentOf(record)})`);
  return names.join(', ') + (records.length > MAX_LISTED ? ` and ${records.length - MAX_LISTED} more` : '');
}

function contentOf(record: RecordEntry): string {
  return contentText(sentKey(record), sentValue(record));
}

function named(trial: Trial, name: string): readonly RecordEntry[] {
  const all = trial.producers.flatMap(({ sends }) => sends);
  const [, field, wanted] = /^(key|value)=(.*)$/s.exec(name) ?? [];
  if (field === 'key') return all.filter((record) => sentKey(record) === wanted);
  if (field === 'value') return all.filter((record) => sentValue(record) === wanted);
  const [, partition, offset] = /^(.+-\d+)@(\d+)$/.exec(name) ?? [];
  if (partition !== undefined) return atPlace(trial, all, partition, Number(offset));
  const [, producer, number] = /^(?:(.*) )?(\d+)$/.exec(name) ?? [];
  const wantedNumber = Number(number);
  return all.filter(
    (record) => record.number === wantedNumber && (producer === undefined || record.producer === producer),
  );
}

/** The record that is stored there; without one, the record that was acknowledged there and is lost. */
function atPlace(trial: Trial, all: readonly RecordEntry[], partition: string, offset: number): readonly RecordEntry[] {
  const isThere = (place: { readonly topic: string; readonly partition: number; readonly offset: number }): boolean =>
    `${place.topic}-${place.partition}` === partition && place.offset === offset;
  const places = placesByRecord(trial);
  const stored = all.filter((record) => places.get(record)?.some(isThere));
  if (stored.length > 0) return stored;
  return all.filter(({ batch, offset: told }) => {
    if (batch === null || told < 0) return false;
    return isThere({ topic: batch.topic, partition: batch.partition, offset: told });
  });
}
