/**
 * NoPhantomRecord: every record in a log was sent by a producer, to the partition that it is stored in.
 *
 * Guaranteed: always.
 * Source: nothing in Kafka writes records to a user's topic but producers.
 */
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition } from './guarantee.ts';
import type { RunView } from './run-view.ts';
import { storedRecords } from './stored-records.ts';

export const noPhantomRecord: GuaranteeDefinition = {
  create: () => ({ name: 'NoPhantomRecord', validate: (run) => problemOf(phantomRecords(run)) }),
};

/** Records that no producer sent, and records in a partition that they were not sent to. */
export function phantomRecords(run: RunView): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { record, topic, partition, offset } of storedRecords(run)) {
    if (record?.topic === topic && record.batch?.partition === partition) continue;
    const place = `offset ${offset} of ${topic}-${partition}`;
    const text =
      record === null
        ? `Phantom record at ${place}: no producer sent it.`
        : `${nameOf(record)} is stored at ${place}, where it was not sent.`;
    findings.push({ record, topic, partition, offset, text });
  }
  return findings;
}
