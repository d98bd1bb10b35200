/**
 * EverySendSettlesInTime: a record that was put into a batch has an outcome within delivery.timeout.ms.
 *
 * Guaranteed: always, from the moment send() returns. (The timeout of a batch starts with its first record, so that a later record
 * may end earlier.) The I/O thread checks the timeout between two waits, and a wait for a connection lasts up to
 * request.timeout.ms; the end may be noticed that much later. The time in which a callback stops the I/O thread does not count.
 * Source: KIP-91; documentation of delivery.timeout.ms.
 */
import { nameOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import type { RunView, ThreadStop } from './run-view.ts';

/** How late poll() may return, and the length of a turn of the I/O thread, in ms. */
const SLACK_MS = 200;

export const everySendSettlesInTime: GuaranteeDefinition = {
  create: () => ({ name: 'EverySendSettlesInTime', validate: latenessIn }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when: 'while an idempotent producer cannot get a producer id, because the I/O thread does not look at its batches',
    section: 'Nothing expires without a producer id',
  },
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when: 'while a transactional producer has to repeat a request, to find its coordinator or to add a partition',
    section: 'Nothing expires without a producer id',
  },
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: null,
    when: 'when, without idempotence, a batch is put back into its queue in front of an older one that expires first',
    section: 'Nothing expires without a producer id',
  },
];

function latenessIn({ producers, nowMs }: RunView): string | undefined {
  for (const { sends, deliveryTimeoutMs, requestTimeoutMs, stops } of producers) {
    for (const record of sends) {
      if (record.appendedMs === -1) continue;
      const untilMs = record.endedMs === -1 ? nowMs : record.endedMs;
      const takenMs = untilMs - record.appendedMs;
      if (takenMs <= deliveryTimeoutMs + requestTimeoutMs + SLACK_MS) continue;
      const stoppedMs = stoppedTimeMs(stops, record.appendedMs, untilMs);
      if (takenMs - stoppedMs <= deliveryTimeoutMs + requestTimeoutMs + SLACK_MS) continue;
      const verb = record.endedMs === -1 ? 'has no outcome' : 'got its outcome';
      return `${nameOf(record)} ${verb} ${takenMs} ms after send() returned; delivery.timeout.ms is ${deliveryTimeoutMs}.`;
    }
  }
  return undefined;
}

/** The part of a time in which the I/O thread stood still, in ms. */
function stoppedTimeMs(stops: readonly ThreadStop[], fromMs: number, untilMs: number): number {
  let stoppedMs = 0;
  for (const stop of stops) stoppedMs += Math.max(0, Math.min(untilMs, stop.untilMs) - Math.max(fromMs, stop.fromMs));
  return stoppedMs;
}
