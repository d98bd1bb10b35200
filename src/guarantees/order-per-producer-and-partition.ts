/**
 * OrderPerProducerAndPartition: what a producer sends to a partition lies there in the order of its send() calls.
 *
 * That is the order in which the records came into batches, and those of the program come there in the order of its calls (one
 * sent in a callback may overtake one whose send() waits, as between two threads in Java).
 * Guarantee: with enable.idempotence=true, or max.in.flight.requests.per.connection=1. A record that is missing leaves a gap,
 * and a repetition behind its first place is a duplicate, not disorder.
 * Not guaranteed: without either, when a batch is tried again while a later one is on its way.
 * Not kept by 3.6.1 and its brokers: by the first batches of a producer in a partition, when the first is refused and the second let in
 * (KAFKA-15591). Nor, within a transaction that is bound to fail, by batches that get the sequences of others (KAFKA-14397).
 * Source: KafkaProducer javadoc; documentation of max.in.flight.requests.per.connection; KIP-98, KAFKA-5494.
 */
import type { Validation } from '../sim/index.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { storedRecords } from './stored-records.ts';
import type { SentRecord, TrialSubject } from './trial-subject.ts';

export function orderPerProducerAndPartition(): Validation<TrialSubject> {
  return { name: 'OrderPerProducerAndPartition', validate: (subject) => problemOf(reorderedRecords(subject)) };
}

/** Records that lie behind one that was sent after them. */
export function reorderedRecords(subject: TrialSubject): readonly Finding[] {
  const findings: Finding[] = subject.producers.flatMap(({ sends }) => overtaken(sends));
  const seen = new Set<SentRecord>();
  /** By producer, topic and partition: the record that was appended last so far. */
  const latest = new Map<string, SentRecord>();
  for (const { record, topic, partition, offset, isCommitted } of storedRecords(subject)) {
    if (record === null || !isCommitted || seen.has(record)) continue;
    seen.add(record);
    const line = `${record.producer}/${topic}/${partition}`;
    const before = latest.get(line);
    if (before === undefined || before.appendedNumber < record.appendedNumber) latest.set(line, record);
    else {
      const text = `${nameOf(record)} lies at offset ${offset}, behind record ${before.number}, which was sent after it.`;
      findings.push({ record, topic, partition, offset, text });
    }
  }
  return findings;
}

/** Records that came into a batch behind one that the program sent after them. */
function overtaken(sends: readonly SentRecord[]): Finding[] {
  const findings: Finding[] = [];
  /** By partition. */
  const latest = new Map<string, SentRecord>();
  for (const record of sends) {
    const { batch, topic, isFromCallback } = record;
    if (batch === null || isFromCallback) continue;
    const line = `${topic}/${batch.partition}`;
    const before = latest.get(line);
    if (before === undefined || before.appendedNumber < record.appendedNumber) latest.set(line, record);
    else {
      const text = `${nameOf(before)} was appended behind record ${record.number}, which was sent after it.`;
      findings.push({ record: before, topic, partition: batch.partition, offset: before.offset, text });
    }
  }
  return findings;
}
