/**
 * What Kafka guarantees for a configuration of the producer. The conditions of each guarantee are in its file in
 * src/guarantees.
 */
import { checkArgument } from '../checks/arguments.ts';
import { OBJECT } from '../checks/value-type.ts';
import { GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { GuaranteeName, ProducerConfigInput } from '../index.ts';

/**
 * Returns the guarantees that hold for a producer with this configuration under any faults.
 *
 * @throws IllegalArgumentException unless it is an object
 *
 * @example
 * import { guaranteesOf } from 'kafka-trial/explore';
 *
 * console.log(guaranteesOf({ acks: 'all' }).includes('NoAcknowledgedRecordLost'));
 * console.log(guaranteesOf({ acks: '1' }).includes('NoAcknowledgedRecordLost'));
 * // prints: true
 * // prints: false
 */
export function guaranteesOf(producer: ProducerConfigInput): readonly GuaranteeName[] {
  checkArgument('guaranteesOf(producer)', producer, OBJECT);
  const acks = String(producer.acks ?? 'all');
  const hasAcksAll = acks === 'all' || acks === '-1';
  const isIdempotent = String(producer['enable.idempotence'] ?? hasAcksAll) === 'true' && hasAcksAll;
  const hasOneInFlight = String(producer['max.in.flight.requests.per.connection']) === '1';
  const isInOrder = isIdempotent || hasOneInFlight;
  const notGuaranteed = new Set<GuaranteeName>();
  if (!hasAcksAll) notGuaranteed.add('NoAcknowledgedRecordLost').add('OffsetsUniqueAndTrue');
  if (!isIdempotent) notGuaranteed.add('NoDuplicateWithIdempotence');
  if (!isInOrder) notGuaranteed.add('OrderPerProducerAndPartition');
  // The client 3.6.1 violates it with several requests in flight (src/guarantees/callback-order.ts), so every
  // exploration would find it.
  if (!hasOneInFlight) notGuaranteed.add('CallbackOrder');
  return GUARANTEE_NAMES.filter((name) => !notGuaranteed.has(name));
}
