/**
 * Bugs of Kafka 3.6.1 that violate the guarantees of a transactional producer, in addition to those in known-bugs.ts. Each cause is a
 * predicate with its source.
 */
import type { SentRecord } from '../../../src/guarantees/index.ts';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import type { Attempt, ProducerRecorder } from './producer-recorder.ts';

/** Why a record did not settle exactly once. */
export function causeOfSecondEnd(record: SentRecord): string | undefined {
  if (isAppendedAndRejected(record) && record.callbacks === 2) return 'appended, and rejected by send()';
  return isThrownWhenFenced(record) ? 'KAFKA-14830' : undefined;
}

/** Why the callback of `other` may be called before that of a record that was sent earlier. */
export function causeOfEarlyCallback(
  { transaction, number }: SentRecord,
  other: SentRecord,
  recorder: ProducerRecorder,
): string | undefined {
  if (isAppendedAndRejected(other)) return 'appended, and rejected by send()';
  const isOut = recorder.attemptsOf(number).some(({ atMs }) => atMs <= other.endedMs);
  return transaction !== null && isOut && isNeverSent(other, recorder)
    ? 'aborted unsent with its transaction'
    : undefined;
}

/**
 * send() first puts a record into its batch and then finds that the transaction has failed (TransactionManager.maybeAddPartition in
 * KafkaProducer.doSend). It fails the record, and the batch completes the record a second time.
 */
function isAppendedAndRejected({ transaction, batch, endedMs, appendedMs, error }: SentRecord): boolean {
  if (transaction === null || batch === null || endedMs !== appendedMs || error === null) return false;
  return error.name === 'ProducerFencedException' || error.name === 'InvalidProducerEpochException';
}

/** A fenced producer cannot enter the state of an abortable error: TransactionManager.maybeTransitionToErrorState, in KafkaProducer.doSend. */
function isThrownWhenFenced({ transaction, batch, wasThrown, callbacks }: SentRecord): boolean {
  return transaction !== null && batch === null && wasThrown && callbacks === 1;
}

/** A batch without a sequence number is aborted at once, before the responses in flight arrive: RecordAccumulator.abortUndrainedBatches. */
function isNeverSent({ number, error }: SentRecord, recorder: ProducerRecorder): boolean {
  return error !== null && recorder.attemptsOf(number).length === 0;
}

/**
 * KAFKA-14397: when a batch has failed with an error that is not retriable, the sequence numbers of later batches are reduced by its
 * number of records, in the same epoch if the transaction was being committed (TransactionManager.maybeTransitionToErrorState,
 * adjustSequencesDueToFailedBatch). But the broker may have stored that batch, or the later ones with their first sequence numbers. Then
 * it treats the next batch as a duplicate.
 */
export function isAmongReusedSequences(
  record: SentRecord,
  recorder: ProducerRecorder,
  sends: readonly SentRecord[],
): boolean {
  if (record.transaction === null) return false;
  const place = recorder.attemptsOf(record.number).map(placeOf);
  const attempts: Attempt[] = [];
  let hasFailure = false;
  for (const { number, error } of sends) {
    const near = recorder.attemptsOf(number).filter((one) => place.includes(placeOf(one)));
    attempts.push(...near);
    if (error !== null && near.length > 0) hasFailure = true;
  }
  const isReused = ({ batch }: Attempt): boolean =>
    attempts.some((other) => batch.values !== other.batch.values && overlap(batch, other.batch));
  return hasFailure && attempts.some(isReused);
}

function placeOf({ partition, batch }: Attempt): string {
  return `${partition}: ${batch.producerId}/${batch.producerEpoch}`;
}

function overlap(one: RecordBatch, other: RecordBatch): boolean {
  return (
    one.baseSequence < other.baseSequence + other.recordCount && other.baseSequence < one.baseSequence + one.recordCount
  );
}
