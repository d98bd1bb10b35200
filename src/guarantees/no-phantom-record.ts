/**
 * NoPhantomRecord: every record in a log was sent, and lies where it was sent to.
 *
 * Guarantee: always.
 * Source: nothing in Kafka writes user records but producers.
 */
import type { Validation } from '../sim/index.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { storedRecords } from './stored-records.ts';
import type { TrialSubject } from './trial-subject.ts';

export function noPhantomRecord(): Validation<TrialSubject> {
  return { name: 'NoPhantomRecord', validate: (subject) => problemOf(phantomRecords(subject)) };
}

/** Records that nobody sent, and those in a partition they were not sent to. */
export function phantomRecords(subject: TrialSubject): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { record, topic, partition, offset } of storedRecords(subject)) {
    const place = `offset ${offset} of ${topic}-${partition}`;
    if (record === null) {
      findings.push({ record, topic, partition, offset, text: `Nobody sent the record at ${place}.` });
    } else if (record.topic !== topic || record.batch?.partition !== partition) {
      findings.push({ record, topic, partition, offset, text: `${nameOf(record)} lies at ${place}.` });
    }
  }
  return findings;
}
