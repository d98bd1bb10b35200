/**
 * EverySendSettlesInTime: a record that is in a batch ends within delivery.timeout.ms.
 *
 * Guarantee: always, counted from the moment send() returns (a batch's clock starts with its first record, so a record may end
 * earlier). The I/O thread looks at the clock between two waits; a wait for a connection lasts up to request.timeout.ms, so
 * much later may the end be noticed.
 * Not kept by 3.6.1: while an idempotent producer cannot get a producer id because no broker can be reached, the thread does
 * not look at its batches at all (Sender.maybeSendAndPollTransactionalRequest). Nor while a transactional one has to ask again, for its
 * coordinator or to add a partition. Nor, without idempotence, by a batch whose younger neighbour was put back in front of it.
 * Source: KIP-91; documentation of delivery.timeout.ms.
 */
import type { Validation } from '../sim/index.ts';
import { nameOf } from './finding.ts';
import type { TrialSubject } from './trial-subject.ts';

/** What poll() itself may be late by: its slack, and a turn. */
const SLACK_MS = 200;

export function everySendSettlesInTime(): Validation<TrialSubject> {
  return {
    name: 'EverySendSettlesInTime',
    validate: ({ producers, nowMs }) => {
      for (const { sends, deliveryTimeoutMs, requestTimeoutMs } of producers) {
        for (const record of sends) {
          if (record.appendedMs === -1) continue;
          const takenMs = (record.endedMs === -1 ? nowMs : record.endedMs) - record.appendedMs;
          if (takenMs <= deliveryTimeoutMs + requestTimeoutMs + SLACK_MS) continue;
          const how = record.endedMs === -1 ? 'has not ended' : 'ended';
          return `${nameOf(record)} ${how} ${takenMs} ms after send() returned; delivery.timeout.ms is ${deliveryTimeoutMs}.`;
        }
      }
      return undefined;
    },
  };
}
