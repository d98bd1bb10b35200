/**
 * Records that end later than delivery.timeout.ms allows, and why Kafka 3.6.1 lets them.
 *
 * Owns: the causes, each a predicate with its source.
 */
import type { RunView, SentRecord } from '../../../src/guarantees/index.ts';
import type { Evidence } from './known-bugs.ts';
import type { WireTap } from './wire-tap.ts';

export function causeOfLateness(record: SentRecord, evidence: Evidence): string | undefined {
  const dueMs = record.appendedMs + evidence.subject.producers[0]!.deliveryTimeoutMs;
  if (hadNoProducerId(record, dueMs, evidence)) return 'no producer id';
  if (isBehindYounger(record, evidence)) return 'behind a younger one that was put back before it';
  return isBusyWithTransaction(record, dueMs, evidence.tap) ? 'a transactional request takes every turn' : undefined;
}

/** As EverySendSettlesInTime. */
const SLACK_MS = 200;

export function lateRecords({ producers, nowMs }: RunView): readonly SentRecord[] {
  return producers.flatMap(({ sends, deliveryTimeoutMs, requestTimeoutMs }) =>
    sends.filter(({ appendedMs, endedMs }) => {
      const takenMs = (endedMs === -1 ? nowMs : endedMs) - appendedMs;
      return appendedMs !== -1 && takenMs > deliveryTimeoutMs + requestTimeoutMs + SLACK_MS;
    }),
  );
}

/**
 * While InitProducerId is tried again, Sender.maybeSendAndPollTransactionalRequest takes every turn of the I/O thread, and the
 * accumulator is not looked at: nothing expires.
 */
function hadNoProducerId(record: SentRecord, dueMs: number, { isIdempotent, tap }: Evidence): boolean {
  if (!isIdempotent) return false;
  // What expires in the turn that drains it goes out all the same, after its end.
  if (tap.of(record.number).some(({ atMs }) => atMs < record.endedMs)) return false;
  const { identifiedMs } = tap;
  return identifiedMs === -1 || identifiedMs > dueMs;
}

/** Longer than a transactional producer is silent while it waits for an answer, or pauses between two tries. */
const SILENCE_MS = 5_000;
/** Default of socket.connection.setup.timeout.max.ms, and what is added to it at random. */
const CONNECTING_MS = 36_000;

/**
 * While there is a transactional request to send, Sender.maybeSendAndPollTransactionalRequest takes every turn of the I/O thread, and
 * the accumulator is not looked at: nothing expires.
 */
function isBusyWithTransaction({ transaction, endedMs }: SentRecord, dueMs: number, tap: WireTap): boolean {
  if (transaction === null) return false;
  const { transactionalSteps: steps } = tap;
  let silentUntilMs = dueMs + SILENCE_MS;
  for (const { atMs, isConnecting } of steps) {
    if (atMs > endedMs || atMs > silentUntilMs) break;
    silentUntilMs = Math.max(silentUntilMs, atMs + (isConnecting ? CONNECTING_MS : SILENCE_MS));
  }
  return endedMs <= silentUntilMs;
}

/**
 * What expires is looked for from the head of a partition's queue, up to the first batch that has not (RecordAccumulator.expiredBatches).
 * Without idempotence what is put back goes to the head (RecordAccumulator.reenqueue): of two, the one that failed last, and that is the
 * younger one.
 */
function isBehindYounger(record: SentRecord, { isIdempotent, tap, subject }: Evidence): boolean {
  if (isIdempotent || tap.of(record.number).length === 0) return false;
  return subject.producers[0]!.sends.some(
    ({ number, batch, appendedMs, endedMs }) =>
      batch?.partition === record.batch?.partition &&
      appendedMs > record.appendedMs &&
      endedMs >= record.endedMs &&
      tap.of(number).length > 0,
  );
}
