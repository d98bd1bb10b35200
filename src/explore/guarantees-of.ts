/**
 * What Kafka guarantees for a producer's configuration. Each guarantee says in its header when it is one.
 *
 * Refuses to know: what they guarantee (src/invariants).
 */

import { GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { GuaranteeName, ProducerConfigInput } from '../index.ts';

/** The guarantees that a producer of this configuration keeps, whatever faults there are. */
export function guaranteesOf(producer: ProducerConfigInput): readonly GuaranteeName[] {
  const acks = String(producer.acks ?? 'all');
  const isForAll = acks === 'all' || acks === '-1';
  const isIdempotent = String(producer['enable.idempotence'] ?? isForAll) === 'true' && isForAll;
  const hasOneInFlight = String(producer['max.in.flight.requests.per.connection']) === '1';
  const isInOrder = isIdempotent || hasOneInFlight;
  const notGuaranteed = new Set<GuaranteeName>();
  if (!isForAll) notGuaranteed.add('NoAcknowledgedRecordLost').add('OffsetsUniqueAndTrue');
  if (!isIdempotent) notGuaranteed.add('NoDuplicateWithIdempotence');
  if (!isInOrder) notGuaranteed.add('OrderPerProducerAndPartition');
  // Not kept by 3.6.1 among several requests in flight (src/guarantees/callback-order.ts): it would be found every time.
  if (!hasOneInFlight) notGuaranteed.add('CallbackOrder');
  return GUARANTEE_NAMES.filter((name) => !notGuaranteed.has(name));
}
