/**
 * Records that end later than delivery.timeout.ms allows, and the causes in Kafka 3.6.1. Each cause is a predicate with its source.
 */
import type { RunView, SentRecord } from '../../../src/guarantees/index.ts';
import type { Evidence } from './known-bugs.ts';
import type { ProducerRecorder } from './producer-recorder.ts';

export function causeOfLateness(record: SentRecord, evidence: Evidence): string | undefined {
  const dueMs = record.appendedMs + evidence.subject.producers[0]!.deliveryTimeoutMs;
  if (hadNoProducerId(record, dueMs, evidence)) return 'no producer id';
  if (isBehindLaterBatch(record, evidence)) return 'queued behind a later batch';
  return isBusyWithTransaction(record, dueMs, evidence.recorder)
    ? 'the I/O thread was busy with transactional requests'
    : undefined;
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
 * While InitProducerId is retried, every run of the I/O thread's loop ends in Sender.maybeSendAndPollTransactionalRequest. The
 * accumulator is not checked, so no batch expires.
 */
function hadNoProducerId(record: SentRecord, dueMs: number, { isIdempotent, recorder }: Evidence): boolean {
  if (!isIdempotent) return false;
  // A batch that expires in the same run of the loop that drains it is sent nevertheless, after its records have ended.
  if (recorder.attemptsOf(record.number).some(({ atMs }) => atMs < record.endedMs)) return false;
  const { firstProducerIdMs } = recorder;
  return firstProducerIdMs === -1 || firstProducerIdMs > dueMs;
}

/** A transactional producer sends or receives something more often than this while it waits for a response or for its next attempt. */
const SILENCE_MS = 5_000;
/** The default of socket.connection.setup.timeout.max.ms, plus the maximum jitter. */
const CONNECTING_MS = 36_000;

/**
 * While there is a transactional request to send, every run of the I/O thread's loop ends in
 * Sender.maybeSendAndPollTransactionalRequest. The accumulator is not checked, so no batch expires.
 */
function isBusyWithTransaction(
  { transaction, endedMs }: SentRecord,
  dueMs: number,
  recorder: ProducerRecorder,
): boolean {
  if (transaction === null) return false;
  const { transactionalSteps: steps } = recorder;
  let silentUntilMs = dueMs + SILENCE_MS;
  for (const { atMs, isConnecting } of steps) {
    if (atMs > endedMs || atMs > silentUntilMs) break;
    silentUntilMs = Math.max(silentUntilMs, atMs + (isConnecting ? CONNECTING_MS : SILENCE_MS));
  }
  return endedMs <= silentUntilMs;
}

/**
 * Expired batches are looked for from the head of a partition's queue, up to the first batch that has not expired
 * (RecordAccumulator.expiredBatches). Without idempotence a batch is put back at the head (RecordAccumulator.reenqueue). Of two batches,
 * the one that failed last is therefore at the head, and that is the later one.
 */
function isBehindLaterBatch(record: SentRecord, { isIdempotent, recorder, subject }: Evidence): boolean {
  if (isIdempotent || recorder.attemptsOf(record.number).length === 0) return false;
  return subject.producers[0]!.sends.some(
    ({ number, batch, appendedMs, endedMs }) =>
      batch?.partition === record.batch?.partition &&
      appendedMs > record.appendedMs &&
      endedMs >= record.endedMs &&
      recorder.attemptsOf(number).length > 0,
  );
}
