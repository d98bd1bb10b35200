/**
 * NoDuplicateWithIdempotence: a record is stored once, however often its batch is sent.
 *
 * Guaranteed: with enable.idempotence=true, for each call of send() in the life of one producer. A record that the program itself
 * sends twice is two records.
 * Not guaranteed: without idempotence, if a response is lost and the producer retries.
 * Source: KIP-98; Kafka documentation, 4.6 Message Delivery Semantics.
 */
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import type { RunView } from './run-view.ts';
import { placesByRecord } from './stored-records.ts';

export const noDuplicateWithIdempotence: GuaranteeDefinition = {
  create: () => ({ name: 'NoDuplicateWithIdempotence', validate: (run) => problemOf(duplicatedRecords(run)) }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-14397',
    when:
      'when a batch fails for good after a failed try (refused, or expired) while later batches of its partition wait for their ' +
      'next try: they get new sequence numbers, although the broker may have stored them',
    section: 'KAFKA-14397',
  },
  {
    component: 'broker',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-15591',
    when:
      'when the first batch of a producer in a partition is refused and the second is stored, but its response is lost: both are ' +
      'sent again with new sequence numbers',
    section: 'KAFKA-15591',
  },
  {
    component: 'broker',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when:
      'when a leader was restarted cleanly, and so remembers only the last batch of each producer, and earlier batches of which ' +
      'the responses were lost are sent again',
    section: 'A restarted leader remembers only the last batch',
  },
];

/** Records that a consumer would read more than once. */
export function duplicatedRecords(run: RunView): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [record, places] of placesByRecord(run)) {
    if (places.length === 1) continue;
    const [first, second, ...others] = places.filter(({ isCommitted }) => isCommitted);
    if (first === undefined || second === undefined) continue;
    const { topic, partition, offset } = second;
    const offsets = [first, second, ...others].map((place) => place.offset).join(', ');
    const text = `${nameOf(record)} is stored ${others.length + 2} times, at offsets ${offsets}.`;
    findings.push({ record, topic, partition, offset, text });
  }
  return findings;
}
