/**
 * TransactionsAllOrNothing: to who reads committed records a transaction is all or nothing, and what its producer was told.
 *
 * Guarantee: if commitTransaction() succeeded, none of its records is ever aborted or lost; if abortTransaction() did, none is ever
 * shown; if the program never learned, all are shown or none.
 * Not guaranteed: all partitions at the same moment. Markers are written one by one, some after a crash; until then records are
 * held back, which is neither. Nor after an unclean election, which may lose a part (NoAcknowledgedRecordLost breaks, too).
 * Source: KIP-98; javadoc of KafkaProducer (The transactional producer) and of isolation.level.
 */
import type { RecordBatch } from '../protocol/records/record-batch.ts';
import type { Validation } from '../sim/index.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { lostRecords } from './no-acknowledged-record-lost.ts';
import { speakerOf } from './stored-records.ts';
import type { ReplicaView, SentRecord, SentTransaction, TrialSubject } from './trial-subject.ts';

type TransactionMarker = NonNullable<RecordBatch['control']>;

export function transactionsAllOrNothing(): Validation<TrialSubject> {
  return { name: 'TransactionsAllOrNothing', validate: (subject) => problemOf(brokenTransactions(subject)) };
}

/** The records with which a transaction is seen in part, or otherwise than its producer was told. */
export function brokenTransactions(subject: TrialSubject): readonly Finding[] {
  const decided = decidedRecords(subject);
  if (decided.length === 0) return [];
  const shown = new Set<SentTransaction>();
  for (const { transaction, marker } of decided) if (marker === 'COMMIT') shown.add(transaction);
  const findings = decided.flatMap(({ record, transaction, marker, offset }) => {
    const problem = problemWith(transaction, marker, shown.has(transaction));
    return problem === undefined ? [] : [findingOf(record, offset, `${problem}, at offset ${offset}`)];
  });
  for (const { record } of lostRecords(subject)) {
    if (record === null || record.transaction === null || !shown.has(record.transaction)) continue;
    findings.push(findingOf(record, record.offset, 'is in no log, and others of it are shown'));
  }
  return findings;
}

function problemWith({ outcome }: SentTransaction, marker: TransactionMarker, isShown: boolean): string | undefined {
  if (marker === 'COMMIT') return outcome === 'aborted' ? 'was aborted, and is shown' : undefined;
  if (outcome === 'committed') return 'was committed, and is not shown';
  return isShown ? 'is not shown, and others of it are' : undefined;
}

function findingOf(record: SentRecord, offset: number, problem: string): Finding {
  const { topic, batch, transaction } = record;
  const text = `${nameOf(record)}, in transaction ${transaction?.number}, ${problem}.`;
  return { record, topic, partition: batch?.partition ?? -1, offset, text };
}

interface DecidedRecord {
  readonly record: SentRecord;
  readonly transaction: SentTransaction;
  readonly offset: number;
  /** The marker that a reader meets behind it. */
  readonly marker: TransactionMarker;
}

function decidedRecords(subject: TrialSubject): readonly DecidedRecord[] {
  const decided: DecidedRecord[] = [];
  for (const topic of subject.topics) {
    if (topic.isInternal) continue;
    for (const state of topic.partitions) {
      const replica = speakerOf(subject, topic, state);
      if (replica !== undefined) collect(subject, replica, decided);
    }
  }
  return decided;
}

function collect(subject: TrialSubject, { log }: ReplicaView, decided: DecidedRecord[]): void {
  /** By producer id: what no marker has decided yet. */
  const open = new Map<number, Omit<DecidedRecord, 'marker'>[]>();
  for (const { baseOffset, batch } of log.read(log.startOffset, log.highWatermark, Number.POSITIVE_INFINITY, true)) {
    const { isTransactional, producerId, control } = batch;
    if (!isTransactional) continue;
    const undecided = open.get(producerId) ?? [];
    if (control !== undefined) {
      for (const one of undecided) decided.push({ ...one, marker: control });
      open.delete(producerId);
      continue;
    }
    for (const [row, record] of (subject.batchOf(batch.values)?.records ?? []).entries()) {
      const { transaction } = record;
      if (transaction !== null) undecided.push({ record, transaction, offset: baseOffset + row });
    }
    open.set(producerId, undecided);
  }
}
