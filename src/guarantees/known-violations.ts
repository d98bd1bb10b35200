/**
 * The known ways in which versions of Kafka do not keep a guarantee: the table of docs/known-kafka-bugs.md is made from them. Nothing that
 * runs needs them, so that they are in no bundle.
 */

import { KNOWN_VIOLATIONS as callbackOrderViolations } from './callback-order.ts';
import { KNOWN_VIOLATIONS as everySendSettlesInTimeViolations } from './every-send-settles-in-time.ts';
import { KNOWN_VIOLATIONS as everySendSettlesOnceViolations } from './every-send-settles-once.ts';
import type { KnownViolation } from './guarantee.ts';
import { KNOWN_VIOLATIONS as highWatermarkMonotonicViolations } from './high-watermark-monotonic.ts';
import type { GuaranteeName } from './index.ts';
import { KNOWN_VIOLATIONS as noAcknowledgedRecordLostViolations } from './no-acknowledged-record-lost.ts';
import { KNOWN_VIOLATIONS as noDuplicateWithIdempotenceViolations } from './no-duplicate-with-idempotence.ts';
import { KNOWN_VIOLATIONS as orderPerProducerAndPartitionViolations } from './order-per-producer-and-partition.ts';
import { KNOWN_VIOLATIONS as replicasAgreeBelowHighWatermarkViolations } from './replicas-agree-below-high-watermark.ts';
import { KNOWN_VIOLATIONS as transactionsAllOrNothingViolations } from './transactions-all-or-nothing.ts';

/** By guarantee; those that are not here are always kept. */
export const KNOWN_VIOLATIONS: Readonly<Partial<Record<GuaranteeName, readonly KnownViolation[]>>> = {
  NoAcknowledgedRecordLost: noAcknowledgedRecordLostViolations,
  NoDuplicateWithIdempotence: noDuplicateWithIdempotenceViolations,
  OrderPerProducerAndPartition: orderPerProducerAndPartitionViolations,
  EverySendSettlesOnce: everySendSettlesOnceViolations,
  EverySendSettlesInTime: everySendSettlesInTimeViolations,
  CallbackOrder: callbackOrderViolations,
  TransactionsAllOrNothing: transactionsAllOrNothingViolations,
  HighWatermarkMonotonic: highWatermarkMonotonicViolations,
  ReplicasAgreeBelowHighWatermark: replicasAgreeBelowHighWatermarkViolations,
};
