/**
 * TransactionsAllOrNothing: a read_committed consumer sees all records of a transaction or none, in agreement with the outcome that
 * the producer was given.
 *
 * Guaranteed: if commitTransaction() succeeded, none of the transaction's records is ever aborted or lost; if abortTransaction()
 * succeeded, none is ever visible; if the outcome is unknown to the program, all are visible or none.
 * Not guaranteed: that all partitions show the transaction at the same moment. Markers are written one by one, some only after a
 * crash; until then the records are held back, which is neither visible nor aborted. Also not after an unclean election, which may
 * lose a part of the records (NoAcknowledgedRecordLost is broken, too).
 * Source: KIP-98; javadoc of KafkaProducer (The transactional producer) and of isolation.level.
 */
import type { RecordBatch } from '../protocol/records/record-batch.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import { lostRecords } from './no-acknowledged-record-lost.ts';
import type { ReplicaView, RunView, SentRecord, SentTransaction } from './run-view.ts';
import { leadingReplica } from './stored-records.ts';

type TransactionMarker = NonNullable<RecordBatch['control']>;

export const transactionsAllOrNothing: GuaranteeDefinition = {
  create: () => ({ name: 'TransactionsAllOrNothing', validate: (run) => problemOf(brokenTransactions(run)) }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-14397',
    when:
      'when a batch fails during a commit although it or a later one was stored: the next record of the partition, in the next ' +
      'transaction, is taken for a duplicate, and is missing when that transaction is committed',
    section: 'KAFKA-14397',
  },
  {
    component: 'broker',
    versions: ['3.6.1'],
    issue: null,
    when:
      'when two transaction coordinators fail one after the other, and the next one confirms a commit that was lost with them: ' +
      'the records are aborted later',
    section: 'A coordinator that confirms a lost commit',
  },
  {
    component: 'broker',
    versions: ['3.6.1', '3.9'],
    issue: 'KAFKA-14562',
    when:
      'when a batch expires while its transaction is being aborted, and arrives during the next one: it is committed with that ' +
      'one',
    section: 'A late batch in the next transaction',
  },
  {
    component: 'broker',
    versions: ['3.6.1', '3.9'],
    issue: 'KAFKA-18106',
    when:
      'when a broker starts with an empty disk in place of a failed one before a controller has removed it from the in-sync ' +
      'replicas: it may lead, and a part of a transaction is lost',
    section: 'An empty replica in sync',
  },
  {
    component: 'broker',
    versions: ['4.3'],
    issue: 'KAFKA-20734',
    when:
      'when a partition has no leader while its transaction ends: its marker is never written, and the marker of a later ' +
      'transaction of the producer decides its records',
    section: 'A marker without a leader',
  },
];

/** Records by which a transaction is visible in part, or in disagreement with its outcome. */
export function brokenTransactions(run: RunView): readonly Finding[] {
  const decided = decidedRecords(run);
  if (decided.length === 0) return [];
  const visible = new Set<SentTransaction>();
  for (const { transaction, marker } of decided) if (marker === 'COMMIT') visible.add(transaction);
  const findings = decided.flatMap(({ record, transaction, marker, offset }) => {
    const problem = problemWith(transaction, marker, visible.has(transaction), offset);
    return problem === undefined ? [] : [findingOf(record, offset, problem)];
  });
  for (const { record } of lostRecords(run)) {
    if (record === null || record.transaction === null || !visible.has(record.transaction)) continue;
    findings.push(
      findingOf(record, record.offset, 'is in no log, although other records of the transaction are visible'),
    );
  }
  return findings;
}

function problemWith(
  { outcome }: SentTransaction,
  marker: TransactionMarker,
  isTransactionVisible: boolean,
  offset: number,
): string | undefined {
  if (marker === 'COMMIT') {
    return outcome === 'aborted' ? `is visible at offset ${offset}, although the transaction was aborted` : undefined;
  }
  if (outcome === 'committed') return `is not visible at offset ${offset}, although the transaction was committed`;
  return isTransactionVisible
    ? `is not visible at offset ${offset}, although other records of the transaction are`
    : undefined;
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
  /** The marker that follows it in the log. */
  readonly marker: TransactionMarker;
}

function decidedRecords(run: RunView): readonly DecidedRecord[] {
  const decided: DecidedRecord[] = [];
  for (const topic of run.topics) {
    if (topic.isInternal) continue;
    for (const state of topic.partitions) {
      const replica = leadingReplica(run, topic, state);
      if (replica !== undefined) collect(run, replica, decided);
    }
  }
  return decided;
}

function collect(run: RunView, { log }: ReplicaView, decided: DecidedRecord[]): void {
  /** By producer id: the records that no marker has decided yet. */
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
    for (const [row, record] of (run.batchOf(batch.values)?.records ?? []).entries()) {
      const { transaction } = record;
      if (transaction !== null) undecided.push({ record, transaction, offset: baseOffset + row });
    }
    open.set(producerId, undecided);
  }
}
