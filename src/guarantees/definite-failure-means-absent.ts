/**
 * DefiniteFailureMeansAbsent: a record that was refused is in no log. A timeout refuses nothing: it means unknown.
 *
 * Guarantee: for errors with which a broker refuses before it writes (fate.ts), if no earlier try of the batch was left
 * unanswered; and for records that send() itself refused.
 * Not guaranteed: for TimeoutException, NetworkException, NotEnoughReplicasAfterAppendException and their like, and for what a
 * forced close() ends.
 * Source: javadoc of Callback (retriable and non-retriable exceptions); KIP-91 on what a delivery timeout says.
 */
import type { Validation } from '../sim/index.ts';
import { fateOf } from './fate.ts';
import { nameOf } from './finding.ts';
import { storedRecords } from './stored-records.ts';
import type { TrialSubject } from './trial-subject.ts';

export function definiteFailureMeansAbsent(): Validation<TrialSubject> {
  return {
    name: 'DefiniteFailureMeansAbsent',
    validate: (subject) => {
      for (const { record, offset } of storedRecords(subject)) {
        if (record === null || fateOf(record) !== 'failed') continue;
        return `${nameOf(record)} failed with ${record.error?.name}, and lies at offset ${offset}.`;
      }
      return undefined;
    },
  };
}
