/**
 * The expectation that records were acknowledged, each with an offset.
 */
import type { ExpectationResult } from './expectation-result.ts';
import { nameOf } from './record-history.ts';
import { type RecordReference, type RecordState, stateHistory, stateOf } from './record-reference.ts';

const MOST_HISTORIES = 2;

/** @throws TypeError if one of them is not a record that was sent */
export function acknowledged(records: RecordReference | readonly RecordReference[]): ExpectationResult {
  const states = (isList(records) ? records : [records]).map(stateOf);
  const failed = states.filter(({ isAcknowledged }) => !isAcknowledged);
  const shown = failed.length === 0 ? states : failed;
  return {
    isMet: failed.length === 0 && states.length > 0,
    run: states.find(({ entry }) => entry !== null)?.entry?.recorder.run ?? null,
    problem: () =>
      [headline(states, shown), ...shown.slice(0, MOST_HISTORIES).map(stateHistory), ...advice(failed)].join('\n'),
  };
}

/** `shown`: the records that were not acknowledged, or all of them if all were. */
function headline(states: readonly RecordState[], shown: readonly RecordState[]): string {
  const [first] = shown;
  if (first === undefined) return 'Expected acknowledged records, but the list is empty.';
  const { isAcknowledged } = first;
  if (states.length > 1) {
    if (isAcknowledged) return `All ${states.length} records were acknowledged.`;
    return `${shown.length} of ${states.length} records were not acknowledged.`;
  }
  const name = first.entry === null ? 'The record' : nameOf(first.entry);
  return isAcknowledged ? `${name} was acknowledged.` : `${name} was not acknowledged: ${reasonOf(first)}.`;
}

/** One line if a record is in flight, or none. */
function advice(failed: readonly RecordState[]): readonly string[] {
  const inFlight = failed.find(({ isComplete }) => !isComplete);
  return inFlight?.entry == null ? [] : [inFlight.entry.recorder.run.progress.adviceInFlight()];
}

function reasonOf({ error, isComplete }: RecordState): string {
  if (error !== null) return error.name;
  return isComplete ? 'brokers do not acknowledge records with acks=0' : 'it is still in flight';
}

function isList(records: RecordReference | readonly RecordReference[]): records is readonly RecordReference[] {
  return Array.isArray(records);
}
