/**
 * KIP-890: batches that were in flight when their transaction ended, and were stored as a part of the next one. Why 3.6.1 accepts
 * them: docs/known-kafka-bugs.md, "A late batch in the next transaction".
 */
import type { SentRecord } from '../../../src/guarantees/index.ts';
import { type Evidence, holds, storedBatches } from './known-bugs.ts';

/** Whether a late batch explains that the visibility of the record contradicts the outcome that its program was given. */
export function isAffectedByLateBatch(record: SentRecord, evidence: Evidence): boolean {
  const { transaction } = record;
  switch (transaction?.outcome) {
    case 'aborted':
      return isInLaterTransaction(record, evidence);
    // The records of such a transaction are compared with each other, so a late record affects the findings about all of them.
    case 'unknown':
      return evidence.subject.producers[0]!.sends.some(
        (other) => other.transaction === transaction && isInLaterTransaction(other, evidence),
      );
    default:
      return false;
  }
}

/** Whether the record's request was sent before a marker of the same producer epoch was written, and it is stored after that marker. */
function isInLaterTransaction(record: SentRecord, { recorder, subject }: Evidence): boolean {
  const stored = storedBatches(record, subject);
  const own = stored.find(({ batch }) => holds(batch, record, subject));
  const firstTry = recorder.attemptsOf(record.number)[0];
  if (own === undefined || firstTry === undefined) return false;
  const { producerId, producerEpoch } = own.batch;
  return stored.some(
    ({ baseOffset, batch }) =>
      batch.control !== undefined &&
      baseOffset < own.baseOffset &&
      batch.producerId === producerId &&
      batch.producerEpoch === producerEpoch &&
      batch.maxTimestampMs > firstTry.atMs,
  );
}
