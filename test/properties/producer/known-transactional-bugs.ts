/**
 * What Kafka 3.6.1 does not keep of a transactional producer's guarantees, beside what is in known-bugs.ts.
 *
 * Owns: the causes, each a predicate with its source.
 */
import type { SentRecord } from '../../../src/guarantees/index.ts';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import type { Try, WireTap } from './wire-tap.ts';

/** How a record that did not settle once came to that. */
export function causeOfSecondEnd(record: SentRecord): string | undefined {
  if (isAppendedAndRefused(record) && record.callbacks === 2) return 'appended, and refused by send()';
  return isThrownWhenFenced(record) ? 'KAFKA-14830' : undefined;
}

/** Why a record may be told of before one that was sent before it. */
export function causeOfEarlyCallback(
  { transaction, number }: SentRecord,
  other: SentRecord,
  tap: WireTap,
): string | undefined {
  if (isAppendedAndRefused(other)) return 'appended, and refused by send()';
  const isOut = tap.of(number).some(({ atMs }) => atMs <= other.endedMs);
  return transaction !== null && isOut && isNeverSent(other, tap) ? 'aborted unsent with its transaction' : undefined;
}

/**
 * send() puts a record into its batch first, and then finds that the transaction has failed (TransactionManager.maybeAddPartition in
 * KafkaProducer.doSend). What it then answers is the end of the record, to which its batch adds another one.
 */
function isAppendedAndRefused({ transaction, batch, endedMs, appendedMs, error }: SentRecord): boolean {
  if (transaction === null || batch === null || endedMs !== appendedMs || error === null) return false;
  return error.name === 'ProducerFencedException' || error.name === 'InvalidProducerEpochException';
}

/** A fenced producer may not go into an abortable error: TransactionManager.maybeTransitionToErrorState, in KafkaProducer.doSend. */
function isThrownWhenFenced({ transaction, batch, wasThrown, callbacks }: SentRecord): boolean {
  return transaction !== null && batch === null && wasThrown && callbacks === 1;
}

/** What has no sequence yet is aborted at once, with what is in flight still to be heard of: RecordAccumulator.abortUndrainedBatches. */
function isNeverSent({ number, error }: SentRecord, tap: WireTap): boolean {
  return error !== null && tap.of(number).length === 0;
}

/**
 * KAFKA-14397: when a batch has failed for good, the numbers of later batches are reduced by its own, in the same epoch if the
 * transaction was being committed (TransactionManager.maybeTransitionToErrorState, adjustSequencesDueToFailedBatch). But the broker may
 * have stored that batch, or the later ones under the numbers that they were sent with. Then it takes the next batch for a duplicate.
 */
export function isAmongReusedSequences(record: SentRecord, tap: WireTap, sends: readonly SentRecord[]): boolean {
  if (record.transaction === null) return false;
  const place = tap.of(record.number).map(placeOf);
  const tries: Try[] = [];
  let hasFailure = false;
  for (const { number, error } of sends) {
    const near = tap.of(number).filter((one) => place.includes(placeOf(one)));
    tries.push(...near);
    if (error !== null && near.length > 0) hasFailure = true;
  }
  const isReused = ({ batch }: Try): boolean =>
    tries.some((other) => batch.values !== other.batch.values && overlap(batch, other.batch));
  return hasFailure && tries.some(isReused);
}

function placeOf({ partition, batch }: Try): string {
  return `${partition}: ${batch.producerId}/${batch.producerEpoch}`;
}

function overlap(one: RecordBatch, other: RecordBatch): boolean {
  return (
    one.baseSequence < other.baseSequence + other.recordCount && other.baseSequence < one.baseSequence + one.recordCount
  );
}
