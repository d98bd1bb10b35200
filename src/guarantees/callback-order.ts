/**
 * CallbackOrder: the callbacks of records sent to one partition are called in the order in which the records were put into batches,
 * which is that of the calls of send().
 *
 * Guaranteed: with enable.idempotence=true, or max.in.flight.requests.per.connection=1, for records that were put into a batch. The
 * callback of a record that send() refuses is called at once.
 * Not guaranteed: among records that fail at the same instant. Batches that expire in their queue fail before those that expire in
 * flight (Sender.sendProducerData), and aborted batches fail in no order (IncompleteBatches is a hash set).
 * Source: javadoc of KafkaProducer.send.
 */
import { ByPartition } from './by-partition.ts';
import { nameOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import type { RunView, SentRecord } from './run-view.ts';

export const callbackOrder: GuaranteeDefinition = {
  create: () => ({ name: 'CallbackOrder', validate: firstDisorder }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  /* @__PURE__ */ violation('when a batch is refused for good while an earlier one waits for its next try'),
  /* @__PURE__ */ violation(
    'when a batch was stored, but its response was an error or was lost: its callbacks are called after its next try, and those ' +
      'of a later batch, acknowledged in between, before that',
  ),
  /* @__PURE__ */ violation(
    'when a partition moves to another leader, whose responses overtake a slow response of the old one',
  ),
  /* @__PURE__ */ violation(
    'when a transaction is aborted: batches that were not sent fail at once, those in flight only later',
  ),
  {
    component: 'broker',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-15591',
    when: 'when the first batch of a producer in a partition is refused, and the second is stored and acknowledged before it',
    section: 'KAFKA-15591',
  },
];

function violation(when: string): KnownViolation {
  return {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when,
    section: 'Callbacks out of order',
  };
}

function firstDisorder({ producers }: RunView): string | undefined {
  for (const { sends } of producers) {
    const problem = disorderIn(sends);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function disorderIn(sends: readonly SentRecord[]): string | undefined {
  /** The record so far whose callback was called last. */
  const latest = new ByPartition<SentRecord>();
  for (const record of inOrderOfAppends(sends)) {
    if (record.batch === null || record.callbackNumber === 0) continue;
    const { topic, batch } = record;
    const before = latest.get(topic, batch.partition);
    if (before === undefined || before.callbackNumber < record.callbackNumber)
      latest.set(topic, batch.partition, record);
    else if (!failedTogether(before, record)) {
      return (
        `The callback of ${nameOf(record)} was call ${record.callbackNumber} of its producer, before that of record ` +
        `${before.number}, which was sent earlier (call ${before.callbackNumber}).`
      );
    }
  }
  return undefined;
}

/** In the order in which the records were put into batches: a send() that blocks may be overtaken by one in a callback. */
export function inOrderOfAppends(sends: readonly SentRecord[]): readonly SentRecord[] {
  return sends.toSorted((one, other) => one.appendedNumber - other.appendedNumber);
}

function failedTogether(one: SentRecord, other: SentRecord): boolean {
  return one.error !== null && other.error !== null && one.endedMs === other.endedMs;
}
