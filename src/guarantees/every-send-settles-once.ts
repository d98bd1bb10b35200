/**
 * EverySendSettlesOnce: a record's callback is called once, and its future agrees; after close() no record is left waiting.
 *
 * Guarantee: always. A send() that throws calls no callback, unless it throws what the callback threw; in a fatal state it may throw
 * for a record that is in a batch already, whose callback then hears of the end as well.
 * Not kept by 3.6.1: by a transactional producer that was fenced. Its send() puts a record into a batch and then refuses it, and both tell the
 * callback; one that it refuses for a reason of its own is told, and then thrown (KAFKA-14830).
 * Source: javadoc of KafkaProducer.send and close; ProducerBatch (a batch has one final state, KIP-91).
 */
import type { Validation } from '../sim/index.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { SendingProducer, SentRecord, TrialSubject } from './trial-subject.ts';

export function everySendSettlesOnce(): Validation<TrialSubject> {
  return { name: 'EverySendSettlesOnce', validate: (subject) => problemOf(recordsNotSettledOnce(subject)) };
}

/** Records that were told of their end more than once, in two ways, or not at all. */
export function recordsNotSettledOnce({ producers }: TrialSubject): readonly Finding[] {
  return producers.flatMap((producer) =>
    producer.sends.flatMap((record) => {
      const problem = problemWith(record, producer);
      const { topic, batch, offset } = record;
      const text = `${nameOf(record)} ${problem}`;
      return problem === undefined ? [] : [{ record, topic, partition: batch?.partition ?? -1, offset, text }];
    }),
  );
}

function problemWith(record: SentRecord, { isClosed }: SendingProducer): string | undefined {
  const { callbacks, wasThrown, callbackThrew, futureEnd, endedMs, error } = record;
  if (callbacks > 1) return `had its callback called ${callbacks} times.`;
  if (wasThrown)
    return callbacks > 0 && record.batch === null && !callbackThrew
      ? 'was thrown by send(), and its callback called.'
      : undefined;
  if (isClosed && endedMs === -1) return 'has not ended, and its producer is closed.';
  if (futureEnd !== null && callbacks === 0) return 'has a future that is done, and a callback that was not called.';
  if (futureEnd === null) return isClosed ? 'has a future that still waits, and its producer is closed.' : undefined;
  const hasFailed = 'message' in futureEnd;
  return hasFailed === (error !== null) ? undefined : 'was told success and failure, by callback and future.';
}
