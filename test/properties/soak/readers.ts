/**
 * What a consumer is shown of transactions, by its isolation.level: read as a broker serves it, by the last stable offset and the
 * aborted transactions it knows of, where TransactionsAllOrNothing looks at the markers alone.
 *
 * Owns: comparing what is shown with what the programs were told.
 */
import type { Simulation } from 'kafka-trial';
import { nameOf } from '../../../src/guarantees/finding.ts';
import type { RunView, SentRecord, SentTransaction } from '../../../src/guarantees/index.ts';
import { placesByRecord } from '../../../src/guarantees/stored-records.ts';
import { TOPIC } from './case.ts';

/** A record that is visible although it should not be, or the other way round. */
export interface Misreading {
  readonly record: SentRecord;
  readonly problem: string;
}

/** The records by which a committed transaction is not visible as a whole, or one that was not committed is visible. */
export function misreadTransactions(sim: Simulation, subject: RunView): readonly Misreading[] {
  const shown = new Set(sim.topic(TOPIC).records({ isolation: 'read_committed' }).map(placeOf));
  const misread: Misreading[] = [];
  const fates = new Map<SentTransaction, boolean>();
  for (const [record, places] of placesByRecord(subject)) {
    const { transaction } = record;
    if (transaction === null) continue;
    for (const place of places.filter(({ isCommitted }) => isCommitted)) {
      const isShown = shown.has(placeOf(place));
      const isExpected = expectationOf(transaction) ?? fates.get(transaction) ?? isShown;
      fates.set(transaction, isExpected);
      if (isShown === isExpected) continue;
      const problem = `${nameOf(record)}, ${transaction.outcome}, is ${isShown ? 'shown' : 'not shown'}.`;
      misread.push({ record, problem });
    }
  }
  return misread;
}

/** Records of aborted transactions are shown to whoever reads uncommitted. */
export function showsAborted(sim: Simulation, subject: RunView): boolean {
  const shown = new Set(sim.topic(TOPIC).records({ isolation: 'read_uncommitted' }).map(placeOf));
  for (const [{ transaction }, places] of placesByRecord(subject)) {
    if (transaction?.outcome === 'aborted' && places.some((place) => shown.has(placeOf(place)))) return true;
  }
  return false;
}

/** `undefined`: the program was not told; whichever it is, it is so for all of its records. */
function expectationOf({ outcome }: SentTransaction): boolean | undefined {
  return outcome === 'unknown' ? undefined : outcome === 'committed';
}

function placeOf({ partition, offset }: { readonly partition: number; readonly offset: number }): string {
  return `${partition}@${offset}`;
}
