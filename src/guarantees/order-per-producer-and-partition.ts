/**
 * OrderPerProducerAndPartition: the records that a producer sends to a partition are stored in the order of its calls of send().
 *
 * That is the order in which the records are put into batches. A record that is sent in a callback may overtake one whose send()
 * blocks, as between two threads in Java.
 * Guaranteed: with enable.idempotence=true, or max.in.flight.requests.per.connection=1. A missing record leaves a gap, and a second
 * copy of a record is a duplicate; neither counts as disorder.
 * Not guaranteed: otherwise, if a batch is retried while a later one is in flight.
 * Source: KafkaProducer javadoc; documentation of max.in.flight.requests.per.connection; KIP-98, KAFKA-5494.
 */
import { ByPartition } from './by-partition.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import type { RunView, SentRecord } from './run-view.ts';
import { type StoredRecord, storedRecords } from './stored-records.ts';

export const orderPerProducerAndPartition: GuaranteeDefinition = {
  create: () => ({ name: 'OrderPerProducerAndPartition', validate: (run) => problemOf(reorderedRecords(run)) }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'broker',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-15591',
    when: 'when the first batch of a producer in a partition is refused, and the second is stored before it',
    section: 'KAFKA-15591',
  },
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-14397',
    when: 'when a batch fails during a commit although it or a later one was stored: later batches get used sequence numbers',
    section: 'KAFKA-14397',
  },
];

/** Records that are stored after a record that was sent later. */
export function reorderedRecords(run: RunView): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { sends } of run.producers) addOvertaken(findings, sends);
  const seen = new Set<SentRecord>();
  /** By producer: the stored record so far of the partition that was put into a batch last. */
  const latest = new Map<string, SentRecord>();
  let place: StoredRecord | undefined;
  for (const stored of storedRecords(run)) {
    const { record, topic, partition, offset, isCommitted } = stored;
    if (partition !== place?.partition || topic !== place.topic) latest.clear();
    place = stored;
    if (record === null || !isCommitted || seen.has(record)) continue;
    seen.add(record);
    const before = latest.get(record.producer);
    if (before === undefined || before.appendedNumber < record.appendedNumber) latest.set(record.producer, record);
    else {
      const text = `${nameOf(record)} is stored at offset ${offset}, after record ${before.number}, which was sent later.`;
      findings.push({ record, topic, partition, offset, text });
    }
  }
  return findings;
}

/** Adds the records that were put into a batch after a record that the program sent later. */
function addOvertaken(findings: Finding[], sends: readonly SentRecord[]): void {
  const latest = new ByPartition<SentRecord>();
  for (const record of sends) {
    const { batch, topic, isFromCallback } = record;
    if (batch === null || isFromCallback) continue;
    const before = latest.get(topic, batch.partition);
    if (before === undefined || before.appendedNumber < record.appendedNumber)
      latest.set(topic, batch.partition, record);
    else {
      const text = `${nameOf(before)} was put into a batch after record ${record.number}, which was sent later.`;
      findings.push({ record: before, topic, partition: batch.partition, offset: before.offset, text });
    }
  }
}
