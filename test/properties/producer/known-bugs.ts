/**
 * What Kafka 3.6.1 itself does not keep, and our producer therefore does not either. A broken guarantee is forgiven only if each
 * single record that shows it was hurt by one of these causes, as the requests on the wire and the log prove.
 *
 * Owns: the causes, each a predicate with its source. Refuses to know: what is guaranteed (src/guarantees).
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
import type { WireTap } from './wire-tap.ts';

export interface Excuse {
  readonly guarantee: GuaranteeName;
  readonly cause: string;
}

/** What is known of one producer's life. */
export interface Evidence {
  readonly isIdempotent: boolean;
  readonly acks: string;
  readonly tap: WireTap;
  /** With this producer alone. */
  readonly subject: RunView;
}

/** The first record is told, or stored, behind the second, though it was sent before it. */
type Disorder = readonly [SentRecord, SentRecord];

/** `undefined`: the guarantee is broken, and not by a known cause alone. */
export function excuseFor(guarantee: GuaranteeName, evidence: Evidence): Excuse | undefined {
  const causes = knownBugsOf(guarantee, evidence);
  if (causes.length === 0 || causes.includes(undefined)) return undefined;
  return { guarantee, cause: [...new Set(causes)].toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)).join(', ') };
}

/** One for every record that shows the guarantee broken; `undefined` for one that no known bug explains. */
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

/** Of a record that is lost, there twice, or in the wrong place. */
export function causeOfReuse(record: SentRecord, { tap, subject }: Evidence): string | undefined {
  return isAmongReusedSequences(record, tap, subject.producers[0]!.sends) ? 'KAFKA-14397' : undefined;
}

/** Written twice, for an answer was lost; and of the two the acknowledged copy went with a leader that nobody had followed. */
function causeOfUntrueOffset({ topic, batch }: SentRecord, { acks, subject }: Evidence): string | undefined {
  const state = subject.topics.find(({ name }) => name === topic)?.partitions[batch?.partition ?? -1];
  const hasMoved = state !== undefined && state.leaderEpoch > 0;
  return acks === '1' && hasMoved && batch?.hasUncertainTry === true ? 'acks=1: the leader failed' : undefined;
}

function causeOfReordering(record: SentRecord, evidence: Evidence): string | undefined {
  if (isOvertakenAtTheStart(record, evidence)) return 'KAFKA-15591';
  if (isZombie(record, evidence)) return 'given up, and arrived late';
  return causeOfReuse(record, evidence);
}

function causeOfCallbackDisorder([record, other]: Disorder, evidence: Evidence): string | undefined {
  if (isOvertakenAtTheStart(record, evidence)) return 'KAFKA-15591';
  if (isStoredButDoubted(record, other, evidence)) return 'stored, and asked for again';
  if (isRefusedMeanwhile(record, other, evidence)) return 'refused while an earlier one waits';
  if (isToldByLaterTry(record, other, evidence)) return 'written, and told of by a later try';
  if (isAnsweredByAnotherLeader(record, other, evidence)) return 'slow answer of an old leader';
  return causeOfEarlyCallback(record, other, evidence.tap);
}

// --- The causes --------------------------------------------------------------------------------------------------------------

/**
 * The record is in the log once under each of two identities: the producer took a new epoch and numbered it anew, though the
 * broker had it. KAFKA-14397: a batch of the partition failed for good (TransactionManager.handleFailedBatch). Or one was refused
 * as out of order though it was next (TransactionManager.canRetry): one behind it had got in first, or the leader was restarted,
 * which leaves it with each producer's last batch alone (ProducerStateManager.takeSnapshot).
 */
function causeOfRenumbering(record: SentRecord, { tap, subject }: Evidence): string | undefined {
  const copies = storedBatches(record, subject).filter(({ batch }) => holds(batch, record, subject));
  const identities = new Set(copies.map(({ batch }) => identityOf(batch)));
  if (identities.size < 2 || identities.size !== copies.length) return undefined;
  const tries = tap.of(record.number);
  const [first] = tries;
  const renumbered = tries.find(({ batch }) => first !== undefined && identityOf(batch) !== identityOf(first.batch));
  if (first === undefined || renumbered === undefined) return undefined;
  const [fromMs, toMs] = [first.atMs, renumbered.atMs];
  const fellows = subject.producers[0]!.sends.filter(({ batch }) => batch?.partition === record.batch?.partition);
  if (fellows.some(({ number, error, endedMs }) => number !== record.number && error !== null && isWithin(endedMs)))
    return 'KAFKA-14397';
  const isOutOfOrder = fellows.some(({ number }) =>
    tap.of(number).some(({ error, answeredMs }) => error === OUT_OF_ORDER && isWithin(answeredMs)),
  );
  return isOutOfOrder ? 'renumbered, for it was out of order' : undefined;

  function isWithin(atMs: number): boolean {
    return atMs >= fromMs && atMs <= toMs;
  }
}

const OUT_OF_ORDER = 'OUT_OF_ORDER_SEQUENCE_NUMBER';

/**
 * KAFKA-15591. A broker that knows nothing of a producer takes any sequence for its first (ProducerAppendInfo.checkSequence):
 * the first batches of an identity were refused, and a later one, sent together with them, was let in before them. What was in
 * flight when the epoch was raised has been numbered anew meanwhile, and is missing at the start of the new epoch
 * (handleFailedBatch).
 */
function isOvertakenAtTheStart(record: SentRecord, evidence: Evidence): boolean {
  const { isIdempotent, tap, subject } = evidence;
  if (!isIdempotent) return false;
  const stored = storedBatches(record, subject);
  if (isOvertakenByLostBatch(record, evidence, stored)) return true;
  return tap.of(record.number).some(({ batch, error }) => {
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
 * The same if the later batch was lost with its log, as in an unclean election: a refused try of the record has a lower sequence number
 * than the first batch of its identity that was acknowledged.
 */
function isOvertakenByLostBatch(
  record: SentRecord,
  { tap, subject }: Evidence,
  stored: readonly StoredBatch[],
): boolean {
  const partition = record.batch?.partition;
  const acknowledged = subject.producers[0]!.sends.flatMap(({ number }) => tap.of(number))
    .filter((one) => one.partition === partition && one.error === 'NONE')
    .toSorted((one, other) => one.answeredMs - other.answeredMs);
  return tap.of(record.number).some(({ batch: { producerId, producerEpoch, baseSequence }, error, answeredMs }) => {
    if (error === 'NONE' || answeredMs === -1 || AFTER_APPEND.has(error)) return false;
    const first = acknowledged.find(
      ({ batch }) => batch.producerId === producerId && batch.producerEpoch === producerEpoch,
    );
    if (first === undefined || first.batch.baseSequence <= baseSequence) return false;
    return stored.every((other) => other.batch.values !== first.batch.values);
  });
}

/**
 * Without idempotence nothing tells a broker that a request was given up: one that was long on its way is written when it
 * arrives, behind what was sent since. Documentation of delivery.timeout.ms; KIP-98, motivation.
 */
function isZombie(record: SentRecord, { isIdempotent, tap }: Evidence): boolean {
  if (isIdempotent || fateOf(record) !== 'unknown') return false;
  return tap.of(record.number).some(({ answeredMs }) => answeredMs === -1);
}

/**
 * A batch that is refused for good is told of at once (Sender.completeBatch), though one before it failed in a way that lets it
 * be tried again, and waits for that.
 */
function isRefusedMeanwhile(record: SentRecord, other: SentRecord, { tap }: Evidence): boolean {
  const refusal = tap.of(other.number).at(-1);
  if (other.error === null || refusal === undefined || refusal.error === 'NONE') return false;
  return hasFailedTryBefore(record, other.endedMs, tap);
}

/**
 * A leader that wrote a batch and cannot say that it is replicated in time asks for it again; the answer to the one behind it,
 * replicated meanwhile, comes first (DelayedProduce; Sender.completeBatch).
 */
function isStoredButDoubted(record: SentRecord, other: SentRecord, { tap }: Evidence): boolean {
  return tap
    .of(record.number)
    .some(({ answeredMs, error }) => answeredMs !== -1 && answeredMs <= other.endedMs && AFTER_APPEND.has(error));
}

const AFTER_APPEND: ReadonlySet<string | null> = new Set(['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND']);

/**
 * A batch that expires at its first try leaves a gap that nobody notices: Sender.sendProducerData looks for gaps behind retried
 * batches only. What comes next is refused until it expires, too.
 */
export function isBehindForgottenGap(record: SentRecord, { isIdempotent, tap, subject }: Evidence): boolean {
  const tries = tap.of(record.number);
  if (!isIdempotent || tries.length === 0) return false;
  // The last one may be on its way when the record expires.
  if (!tries.every(({ error, answeredMs }) => error === OUT_OF_ORDER || answeredMs === -1)) return false;
  return subject.producers[0]!.sends.some(
    ({ number, batch, error }) =>
      number < record.number &&
      batch?.partition === record.batch?.partition &&
      error?.name === 'TimeoutException' &&
      tap.of(number).length === 1,
  );
}

/**
 * A batch was written, and answered with an error that may pass (REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS_AFTER_APPEND), or its
 * answer was lost. It is told of when its next try is found to be a duplicate; what follows on it in the log, and was written
 * by its first try, may be told of before (KAFKA-5494: answers out of order are expected; sequences keep the log in order, and
 * nothing the callbacks).
 */
function isToldByLaterTry(record: SentRecord, other: SentRecord, evidence: Evidence): boolean {
  const { isIdempotent, tap, subject } = evidence;
  if (!isIdempotent || other.error !== null) return false;
  const stored = storedBatches(record, subject);
  const placeOf = (one: SentRecord): number => stored.findIndex(({ batch }) => holds(batch, one, subject));
  const place = placeOf(record);
  return place !== -1 && place < placeOf(other) && hasFailedTryBefore(record, other.endedMs, tap);
}

/** By then a try of the record had failed, or got no answer, and that was not its end. */
function hasFailedTryBefore(record: SentRecord, ms: number, tap: WireTap): boolean {
  if (record.endedMs < ms) return false;
  const tries = tap.of(record.number);
  const failed = tries.findIndex(({ atMs, error }) => atMs <= ms && error !== 'NONE');
  return failed !== -1 && (failed < tries.length - 1 || record.error !== null);
}

/**
 * The partition's leader moved while the old one's answer was on its way, and the new one answered first: in-flight requests
 * are kept in order per connection, not per partition.
 */
function isAnsweredByAnotherLeader(record: SentRecord, other: SentRecord, { tap }: Evidence): boolean {
  const led = tap.leaders.get(record.batch?.partition ?? -1) ?? [];
  const [own, others] = [tap.of(record.number), tap.of(other.number)];
  const isByAnother = own.some(({ connectionId: one }) =>
    others.some(
      ({ connectionId: another }) => one !== another && led.includes(Number(one)) && led.includes(Number(another)),
    ),
  );
  return isByAnother && (own[0]?.atMs ?? Number.POSITIVE_INFINITY) <= other.endedMs;
}

// --- What shows a guarantee broken ---------------------------------------------------------------------------------------------

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
