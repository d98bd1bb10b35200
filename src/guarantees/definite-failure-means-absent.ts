/**
 * DefiniteFailureMeansAbsent: a record that was refused is in no log. (A record that timed out was not refused; its fate is unknown.)
 *
 * Guaranteed: for errors with which a broker refuses a batch before it stores anything (fate.ts), if no earlier request with the
 * batch was left without a response; and for records that send() refused.
 * Not guaranteed: for TimeoutException, NetworkException, NotEnoughReplicasAfterAppendException and other errors that may follow an
 * append, and for records that a forced close() ends.
 * Source: javadoc of Callback (retriable and non-retriable exceptions); KIP-91 on the meaning of a delivery timeout.
 */
import { fateOf } from './fate.ts';
import { nameOf } from './finding.ts';
import type { GuaranteeDefinition } from './guarantee.ts';
import type { RunView } from './run-view.ts';
import { storedRecords } from './stored-records.ts';

export const definiteFailureMeansAbsent: GuaranteeDefinition = {
  create: () => ({ name: 'DefiniteFailureMeansAbsent', validate: firstStoredFailure }),
};

function firstStoredFailure(run: RunView): string | undefined {
  for (const { record, offset } of storedRecords(run)) {
    if (record === null || fateOf(record) !== 'failed') continue;
    return `${nameOf(record)} failed with ${record.error?.name} but is stored at offset ${offset}.`;
  }
  return undefined;
}
