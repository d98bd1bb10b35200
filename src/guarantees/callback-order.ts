/**
 * CallbackOrder: the callbacks of records sent to one partition are called in the order of their send() calls,
 * which is that in which they came into batches.
 *
 * Guarantee: with enable.idempotence=true, or max.in.flight.requests.per.connection=1; for records that came into a batch (one
 * that send() refuses is told at once).
 * Not kept by 3.6.1: when a partition moves to another leader while answers of the old one are slow; the new one's may come
 * first. When a leader has written a batch and cannot say in time that it is replicated: it asks for it again, while the one behind it is
 * acknowledged. When a batch is refused for good while one before it waits for another try (Sender.completeBatch tells it at once).
 * When a transaction is aborted: what was not sent yet is told at once, what is in flight before it later.
 * Nor among records that fail in the same instant: what expires in its queue is told before what expires in flight
 * (Sender.sendProducerData), and what is aborted in no order (IncompleteBatches is a hash set); such ends are let pass.
 * Source: javadoc of KafkaProducer.send.
 */
import type { Validation } from '../sim/index.ts';
import { nameOf } from './finding.ts';
import type { SentRecord, TrialSubject } from './trial-subject.ts';

export function callbackOrder(): Validation<TrialSubject> {
  return {
    name: 'CallbackOrder',
    validate: ({ producers }) => {
      for (const { sends } of producers) {
        const problem = disorderIn(sends);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

function disorderIn(sends: readonly SentRecord[]): string | undefined {
  /** By partition: the record that was called last among those sent so far. */
  const latest = new Map<string, SentRecord>();
  for (const record of inOrderOfAppends(sends)) {
    if (record.batch === null || record.callbackNumber === 0) continue;
    const place = `${record.topic}-${record.batch.partition}`;
    const before = latest.get(place);
    if (before === undefined || before.callbackNumber < record.callbackNumber) latest.set(place, record);
    else if (!failedTogether(before, record)) {
      return `${nameOf(record)} was called back as number ${record.callbackNumber}; record ${before.number}, sent before it, as number ${before.callbackNumber}.`;
    }
  }
  return undefined;
}

/** A send() that waits may be overtaken by one of another thread, such as one in a callback. */
export function inOrderOfAppends(sends: readonly SentRecord[]): readonly SentRecord[] {
  return sends.toSorted((one, other) => one.appendedNumber - other.appendedNumber);
}

function failedTogether(one: SentRecord, other: SentRecord): boolean {
  return one.error !== null && other.error !== null && one.endedMs === other.endedMs;
}
