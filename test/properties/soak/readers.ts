/**
 * Compares the records that consumers see, by isolation.level, with the outcomes of the transactions. Records are read as a broker serves
 * them, by the last stable offset and the list of aborted transactions; TransactionsAllOrNothing looks at the markers only.
 */
import type { Simulation } from 'kafka-trial';
import { nameOf } from '../../../src/guarantees/finding.ts';
import type { RunView, SentRecord, SentTransaction } from '../../../src/guarantees/index.ts';
import { placesByRecord } from '../../../src/guarantees/stored-records.ts';
import { TOPIC } from './case.ts';

/** Where a record is stored. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** A record that is visible although it must not be, or the other way round. */
export interface ReadViolation {
  readonly record: SentRecord;
  readonly place: Place;
  readonly problem: string;
}

/** The records of committed transactions that are not visible, and those of other transactions that are. */
export function readViolations(sim: Simulation, subject: RunView): readonly ReadViolation[] {
  const shown = new Set(sim.topic(TOPIC).records({ isolation: 'read_committed' }).map(placeOf));
  const violations: ReadViolation[] = [];
  const visibility = new Map<SentTransaction, boolean>();
  for (const [record, places] of placesByRecord(subject)) {
    const { transaction } = record;
    if (transaction === null) continue;
    for (const place of places.filter(({ isCommitted }) => isCommitted)) {
      const isShown = shown.has(placeOf(place));
      const isExpected = expectationOf(transaction) ?? visibility.get(transaction) ?? isShown;
      visibility.set(transaction, isExpected);
      if (isShown === isExpected) continue;
      const problem = `${nameOf(record)}, ${transaction.outcome}, is ${isShown ? 'visible' : 'not visible'}.`;
      violations.push({ record, place, problem });
    }
  }
  return violations;
}

/** Whether a consumer with read_uncommitted sees a record of an aborted transaction. */
export function showsAborted(sim: Simulation, subject: RunView): boolean {
  const shown = new Set(sim.topic(TOPIC).records({ isolation: 'read_uncommitted' }).map(placeOf));
  for (const [{ transaction }, places] of placesByRecord(subject)) {
    if (transaction?.outcome === 'aborted' && places.some((place) => shown.has(placeOf(place)))) return true;
  }
  return false;
}

/** `undefined` if the program does not know the outcome: all records of the transaction must be visible, or none. */
function expectationOf({ outcome }: SentTransaction): boolean | undefined {
  return outcome === 'unknown' ? undefined : outcome === 'committed';
}

function placeOf({ partition, offset }: Place): string {
  return `${partition}@${offset}`;
}
