/**
 * Bugs of Kafka 3.6.1 that violate its own guarantees. A violation is allowed only if, for every record that shows it, the requests of
 * the producer and the log prove one of these causes. Each cause is a predicate with its source.
 */

import { inOrderOfAppends } from '../../../src/guarantees/callback-order.ts';
import { recordsNotSettledOnce } from '../../../src/guarantees/every-send-settles-once.ts';
import { fateOf } from '../../../src/guarantees/fate.ts';
import type { Finding, GuaranteeName, RunView, SentRecord } from '../../../src/guarantees/index.ts';
import { duplicatedRecords } from '../../../src/guarantees/no-duplicate-with-idempotence.ts';
import { overlapProblem, untrueOffsets } from '../../../src/guarantees/offsets-unique-and-true.ts';
import { reorderedRecords } from '../../../src/guarantees/order-per-producer-and-partition.ts';
import type { RecordBatch, StoredBatch } from '../../../src/protocol/records/record-batch.ts';
import { causeOfEarlyCallback, causeOfSecondEnd, isAmongReusedSequences } from './known-transactional-bugs.ts';
import { causeOfLateness, lateRecords } from './late-records.ts';
import type { ProducerRecorder } from './producer-recorder.ts';

export interface KnownViolation {
  readonly guarantee: GuaranteeName;
  readonly cause: string;
}

/** What is known about one producer in a run. */
export interface Evidence {
  readonly isIdempotent: boolean;
  readonly acks: string;
  readonly recorder: ProducerRecorder;
  /** The run with this producer only. */
  readonly subject: RunView;
}

/** The callback of the first record was called after that of the second, although the first was sent before it. */
type Disorder = readonly [SentRecord, SentRecord];

/** `undefined`: no known bug explains the violation, or not for every record. */
export function knownViolationOf(guarantee: GuaranteeName, evidence: Evidence): KnownViolation | undefined {
  const causes = knownBugsOf(guarantee, evidence);
  if (causes.length === 0 || causes.includes(undefined)) return undefined;
  return { guarantee, cause: [...new Set(causes)].toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)).join(', ') };
}

/** One cause for every record that shows the violation; `undefined` for a record that no known bug explains. */
export function knownBugsOf(guarantee: GuaranteeName, evidence: Evidence): readonly (string | undefined)[] {
  const { subject } = evidence;
  switch (guarantee) {
    case 'NoDuplicateWithIdempotence':
      return duplicatedRecords(subject).map((finding) => causeOfDuplicate(finding, evidence));
    case 'OrderPerProducerAndPartition':
      return reorderedRecords(subject).map(({ record }) => causeOfReordering(record as SentRecord, evidence));
    case 'CallbackOrder':
      return callbackDisorders(subject).map((disorder) => causeOfCallbackDisorder(disorder, evidence));
    case 'OffsetsUniqueAndTrue':
      if (overlapProblem(subject) !== undefined) return [undefined];
      return untrueOffsets(subject).map(({ record }) => causeOfUntrueOffset(record as SentRecord, evidence));
    case 'EverySendSettlesOnce':
      return recordsNotSettledOnce(subject).map(({ record }) => causeOfSecondEnd(record as SentRecord));
    case 'EverySendSettlesInTime':
      return lateRecords(subject).map((record) => causeOfLateness(record, evidence));
    default:
      return [];
  }
}

function causeOfDuplicate({ record }: Finding, evidence: Evidence): string | undefined {
  return causeOfRenumbering(record as SentRecord, evidence) ?? causeOfReuse(record as SentRecord, evidence);
}

/** Why a record is lost, stored twice, or stored out of order. */
export function causeOfReuse(record: SentRecord, { recorder, subject }: Evidence): string | undefined {
  return isAmongReusedSequences(record, recorder, subject.producers[0]!.sends) ? 'KAFKA-14397' : undefined;
}

/** Stored twice, because a response was lost; the acknowledged copy was lost with a leader from which no follower had fetched it. */
function causeOfUntrueOffset({ topic, batch }: SentRecord, { acks, subject }: Evidence): string | undefined {
  const state = subject.topics.find(({ name }) => name === topic)?.partitions[batch?.partition ?? -1];
  const hasMoved = state !== undefined && state.leaderEpoch > 0;
  return acks === '1' && hasMoved && batch?.hasUncertainTry === true ? 'acks=1: the leader failed' : undefined;
}

function causeOfReordering(record: SentRecord, evidence: Evidence): string | undefined {
  if (isOvertakenAtTheStart(record, evidence)) return 'KAFKA-15591';
  if (hasUnansweredAttempt(record, evidence)) return 'unanswered, and stored late';
  return causeOfReuse(record, evidence);
}

function causeOfCallbackDisorder([record, other]: Disorder, evidence: Evidence): string | undefined {
  if (isOvertakenAtTheStart(record, evidence)) return 'KAFKA-15591';
  if (isStoredButRetried(record, other, evidence)) return 'stored, and retried';
  if (isRejectedBeforeEarlierBatch(record, other, evidence)) return 'rejected while an earlier batch waits';
  if (isAcknowledgedByLaterAttempt(record, other, evidence)) return 'stored, and acknowledged by a later attempt';
  if (isAnsweredByAnotherLeader(record, other, evidence)) return 'slow response of the previous leader';
  return causeOfEarlyCallback(record, other, evidence.recorder);
}

// --- The causes --------------------------------------------------------------------------------------------------------------

/**
 * The record is in the log once under each of two identities: the producer took a new epoch and assigned new sequence numbers, although
 * the broker had stored the record. Either a batch of the partition failed with an error that is not retriable (KAFKA-14397,
 * TransactionManager.handleFailedBatch). Or a batch was rejected as out of order although it was the next one
 * (TransactionManager.canRetry): a later batch had been stored before it, or the leader had been restarted and knew only the last batch
 * of each producer (ProducerStateManager.takeSnapshot).
 */
function causeOfRenumbering(record: SentRecord, { recorder, subject }: Evidence): string | undefined {
  const copies = storedBatches(record, subject).filter(({ batch }) => holds(batch, record, subject));
  const identities = new Set(copies.map(({ batch }) => identityOf(batch)));
  if (identities.size < 2 || identities.size !== copies.length) return undefined;
  const attempts = recorder.attemptsOf(record.number);
  const [first] = attempts;
  const renumbered = attempts.find(({ batch }) => first !== undefined && identityOf(batch) !== identityOf(first.batch));
  if (first === undefined || renumbered === undefined) return undefined;
  const [fromMs, toMs] = [first.atMs, renumbered.atMs];
  const samePartition = subject.producers[0]!.sends.filter(({ batch }) => batch?.partition === record.batch?.partition);
  if (
    samePartition.some(({ number, error, endedMs }) => number !== record.number && error !== null && isWithin(endedMs))
  )
    return 'KAFKA-14397';
  const isOutOfOrder = samePartition.some(({ number }) =>
    recorder.attemptsOf(number).some(({ error, answeredMs }) => error === OUT_OF_ORDER && isWithin(answeredMs)),
  );
  return isOutOfOrder ? 'renumbered after it was rejected as out of order' : undefined;

  function isWithin(atMs: number): boolean {
    return atMs >= fromMs && atMs <= toMs;
  }
}

const OUT_OF_ORDER = 'OUT_OF_ORDER_SEQUENCE_NUMBER';

/**
 * KAFKA-15591. A broker without state of a producer accepts any sequence number as the first (ProducerAppendInfo.checkSequence): the
 * first batches of an identity were rejected, and a later one that was in flight with them was stored before them. Batches that were in
 * flight when the epoch was raised have got new sequence numbers, and are missing at the start of the new epoch (handleFailedBatch).
 */
function isOvertakenAtTheStart(record: SentRecord, evidence: Evidence): boolean {
  const { isIdempotent, recorder, subject } = evidence;
  if (!isIdempotent) return false;
  const stored = storedBatches(record, subject);
  if (isOvertakenByLostBatch(record, evidence, stored)) return true;
  return recorder.attemptsOf(record.number).some(({ batch, error }) => {
    if (error === 'NONE') return false;
    const { producerId, producerEpoch, baseSequence } = batch;
    const first = stored.find(
      (other) => other.batch.producerId === producerId && other.batch.producerEpoch >= producerEpoch,
    );
    if (first === undefined || holds(first.batch, record, subject)) return false;
    return first.batch.baseSequence > (first.batch.producerEpoch === producerEpoch ? baseSequence : 0);
  });
}

/**
 * The same if the later batch was lost with its log, as in an unclean election: a rejected attempt of the record has a lower sequence
 * number than the first acknowledged batch of its identity.
 */
function isOvertakenByLostBatch(
  record: SentRecord,
  { recorder, subject }: Evidence,
  stored: readonly StoredBatch[],
): boolean {
  const partition = record.batch?.partition;
  const acknowledged = subject.producers[0]!.sends.flatMap(({ number }) => recorder.attemptsOf(number))
    .filter((one) => one.partition === partition && one.error === 'NONE')
    .toSorted((one, other) => one.answeredMs - other.answeredMs);
  return recorder
    .attemptsOf(record.number)
    .some(({ batch: { producerId, producerEpoch, baseSequence }, error, answeredMs }) => {
      if (error === 'NONE' || answeredMs === -1 || AFTER_APPEND.has(error)) return false;
      const first = acknowledged.find(
        ({ batch }) => batch.producerId === producerId && batch.producerEpoch === producerEpoch,
      );
      if (first === undefined || first.batch.baseSequence <= baseSequence) return false;
      return stored.every((other) => other.batch.values !== first.batch.values);
    });
}

/**
 * Without idempotence, a broker cannot know that the producer no longer waits for a request: a delayed request is stored when it
 * arrives, after records that were sent later. Documentation of delivery.timeout.ms; KIP-98, motivation.
 */
function hasUnansweredAttempt(record: SentRecord, { isIdempotent, recorder }: Evidence): boolean {
  if (isIdempotent || fateOf(record) !== 'unknown') return false;
  return recorder.attemptsOf(record.number).some(({ answeredMs }) => answeredMs === -1);
}

/**
 * The callbacks of a batch that fails with an error that is not retriable are called at once (Sender.completeBatch), while an earlier
 * batch, which failed with a retriable error, waits for its retry.
 */
function isRejectedBeforeEarlierBatch(record: SentRecord, other: SentRecord, { recorder }: Evidence): boolean {
  const rejection = recorder.attemptsOf(other.number).at(-1);
  if (other.error === null || rejection === undefined || rejection.error === 'NONE') return false;
  return hasFailedAttemptBefore(record, other.endedMs, recorder);
}

/**
 * A leader that has stored a batch answers with a retriable error if the batch is not replicated in time. The response to the next
 * batch, which was replicated by then, arrives before that of the retry (DelayedProduce; Sender.completeBatch).
 */
function isStoredButRetried(record: SentRecord, other: SentRecord, { recorder }: Evidence): boolean {
  return recorder
    .attemptsOf(record.number)
    .some(({ answeredMs, error }) => answeredMs !== -1 && answeredMs <= other.endedMs && AFTER_APPEND.has(error));
}

const AFTER_APPEND: ReadonlySet<string | null> = new Set(['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND']);

/**
 * A batch that expires at its first attempt leaves a gap in the sequence numbers that the producer does not notice:
 * Sender.sendProducerData looks for gaps only after retried batches. The next batch is rejected until it expires as well.
 */
export function isBehindUnnoticedGap(record: SentRecord, { isIdempotent, recorder, subject }: Evidence): boolean {
  const attempts = recorder.attemptsOf(record.number);
  if (!isIdempotent || attempts.length === 0) return false;
  // The last attempt may be in flight when the record expires.
  if (!attempts.every(({ error, answeredMs }) => error === OUT_OF_ORDER || answeredMs === -1)) return false;
  return subject.producers[0]!.sends.some(
    ({ number, batch, error }) =>
      number < record.number &&
      batch?.partition === record.batch?.partition &&
      error?.name === 'TimeoutException' &&
      recorder.attemptsOf(number).length === 1,
  );
}

/**
 * A batch was stored, and its response was lost or was a retriable error (REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS_AFTER_APPEND). It is
 * acknowledged when its next attempt is recognised as a duplicate. The next batch in the log may have been acknowledged before, by its
 * first attempt (KAFKA-5494: responses out of order are expected; sequence numbers keep the log in order, but not the callbacks).
 */
function isAcknowledgedByLaterAttempt(record: SentRecord, other: SentRecord, evidence: Evidence): boolean {
  const { isIdempotent, recorder, subject } = evidence;
  if (!isIdempotent || other.error !== null) return false;
  const stored = storedBatches(record, subject);
  const placeOf = (one: SentRecord): number => stored.findIndex(({ batch }) => holds(batch, one, subject));
  const place = placeOf(record);
  return place !== -1 && place < placeOf(other) && hasFailedAttemptBefore(record, other.endedMs, recorder);
}

/** Before `ms`, an attempt of the record had failed or had got no response, and the record was not finished by that. */
function hasFailedAttemptBefore(record: SentRecord, ms: number, recorder: ProducerRecorder): boolean {
  if (record.endedMs < ms) return false;
  const attempts = recorder.attemptsOf(record.number);
  const failed = attempts.findIndex(({ atMs, error }) => atMs <= ms && error !== 'NONE');
  return failed !== -1 && (failed < attempts.length - 1 || record.error !== null);
}

/**
 * The partition's leader changed while the response of the previous leader was in flight, and the response of the new leader arrived
 * first: requests in flight are ordered per connection, not per partition.
 */
function isAnsweredByAnotherLeader(record: SentRecord, other: SentRecord, { recorder }: Evidence): boolean {
  const led = recorder.leaders.get(record.batch?.partition ?? -1) ?? [];
  const [own, others] = [recorder.attemptsOf(record.number), recorder.attemptsOf(other.number)];
  const isByAnother = own.some(({ connectionId: one }) =>
    others.some(
      ({ connectionId: another }) => one !== another && led.includes(Number(one)) && led.includes(Number(another)),
    ),
  );
  return isByAnother && (own[0]?.atMs ?? Number.POSITIVE_INFINITY) <= other.endedMs;
}

// --- Findings ----------------------------------------------------------------------------------------------------------------

function callbackDisorders({ producers }: RunView): readonly Disorder[] {
  const found: Disorder[] = [];
  for (const { sends } of producers) {
    const latest = new Map<number, SentRecord>();
    for (const record of inOrderOfAppends(sends)) {
      if (record.batch === null || record.callbackNumber === 0) continue;
      const before = latest.get(record.batch.partition);
      if (before === undefined || before.callbackNumber < record.callbackNumber)
        latest.set(record.batch.partition, record);
      else if (before.error === null || record.error === null || before.endedMs !== record.endedMs)
        found.push([before, record]);
    }
  }
  return found;
}

// --- The log -----------------------------------------------------------------------------------------------------------------

/** All batches in the record's partition, in order of offset. */
export function storedBatches(record: SentRecord, subject: RunView): readonly StoredBatch[] {
  const { topics, replicas } = subject;
  const state = topics.find(({ name }) => name === record.topic)?.partitions[record.batch?.partition ?? -1];
  const replica = replicas.find(
    ({ topic, partition, brokerId }) =>
      topic === record.topic && partition === state?.partition && brokerId === state.leader,
  );
  return replica?.log.read(0, replica.log.highWatermark, Number.POSITIVE_INFINITY, true) ?? [];
}

export function holds({ values }: RecordBatch, record: SentRecord, subject: RunView): boolean {
  return subject.batchOf(values)?.records.includes(record) === true;
}

function identityOf({ producerId, producerEpoch }: RecordBatch): string {
  return `${producerId}/${producerEpoch}`;
}
