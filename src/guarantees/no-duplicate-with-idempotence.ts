/**
 * NoDuplicateWithIdempotence: a record is stored once, however often it is sent.
 *
 * Guarantee: with enable.idempotence=true, for each send() of one producer's life. A record that the program itself sends
 * twice is two records.
 * Not guaranteed: without idempotence, when an answer is lost and the producer tries again.
 * Not kept by 3.6.1: when a batch ends at a failed try (after delivery.timeout.ms, or refused) while those behind it wait for
 * another one, the epoch is bumped and they get new sequences, though the broker may have them already (KAFKA-14397).
 * When a leader refuses as out of order what it has: after a clean restart it remembers each producer's last batch only.
 * Source: KIP-98; Kafka documentation, 4.6 Message Delivery Semantics.
 */
import type { Validation } from '../sim/index.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { placesByRecord } from './stored-records.ts';
import type { TrialSubject } from './trial-subject.ts';

export function noDuplicateWithIdempotence(): Validation<TrialSubject> {
  return { name: 'NoDuplicateWithIdempotence', validate: (subject) => problemOf(duplicatedRecords(subject)) };
}

/** Records that consumers would read more than once. */
export function duplicatedRecords(subject: TrialSubject): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [record, places] of placesByRecord(subject)) {
    const [first, second, ...others] = places.filter(({ isCommitted }) => isCommitted);
    if (first === undefined || second === undefined) continue;
    const { topic, partition, offset } = second;
    const offsets = [first, second, ...others].map((place) => place.offset).join(', ');
    const text = `${nameOf(record)} is stored ${others.length + 2} times, at offsets ${offsets}.`;
    findings.push({ record, topic, partition, offset, text });
  }
  return findings;
}
