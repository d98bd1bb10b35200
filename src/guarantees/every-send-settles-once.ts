/**
 * EverySendSettlesOnce: the callback of a record is called once, and its future has the same outcome; after close() every record has
 * one.
 *
 * Guaranteed: always. A send() that throws calls no callback, unless it throws what the callback threw. In a fatal state, send() may
 * throw for a record that is already in a batch, whose callback then gets the outcome of the batch as well.
 * Source: javadoc of KafkaProducer.send and close; ProducerBatch (a batch has one final state, KIP-91).
 */
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import type { ProducerView, RunView, SentRecord } from './run-view.ts';

export const everySendSettlesOnce: GuaranteeDefinition = {
  create: () => ({ name: 'EverySendSettlesOnce', validate: (run) => problemOf(recordsNotSettledOnce(run)) }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when:
      'when a transactional producer is fenced while send() runs: the record is put into a batch and then refused, and both call ' +
      'the callback',
    section: 'Callback called twice',
  },
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-14830',
    when:
      'when a fenced producer refuses a record for another reason, such as its size: the callback gets that error, and then ' +
      'send() throws',
    section: 'KAFKA-14830',
  },
];

/** Records with more than one outcome, with two different ones, or with none. */
export function recordsNotSettledOnce({ producers }: RunView): readonly Finding[] {
  const findings: Finding[] = [];
  for (const producer of producers) {
    for (const record of producer.sends) {
      const problem = problemWith(record, producer);
      if (problem === undefined) continue;
      const { topic, batch, offset } = record;
      findings.push({ record, topic, partition: batch?.partition ?? -1, offset, text: `${nameOf(record)} ${problem}` });
    }
  }
  return findings;
}

function problemWith(record: SentRecord, { isClosed }: ProducerView): string | undefined {
  const { callbacks, wasThrown, callbackThrew, futureEnd, endedMs, error } = record;
  if (callbacks > 1) return `had its callback called ${callbacks} times.`;
  if (wasThrown) {
    return callbacks > 0 && record.batch === null && !callbackThrew
      ? 'made send() throw, but its callback was called, too.'
      : undefined;
  }
  if (isClosed && endedMs === -1) return 'has no outcome, although its producer is closed.';
  if (futureEnd !== null && callbacks === 0) return 'has a future that is done, but its callback was not called.';
  if (futureEnd === null) {
    return isClosed ? 'has a future that is not done, although its producer is closed.' : undefined;
  }
  const hasFailed = 'message' in futureEnd;
  return hasFailed === (error !== null) ? undefined : 'has an outcome for its callback and another for its future.';
}
