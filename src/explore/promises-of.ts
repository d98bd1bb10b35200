/**
 * What Kafka promises for a producer's configuration. Each promise says in its header when it is one.
 *
 * Refuses to know: what they promise (src/invariants).
 */
import { PROMISE_NAMES, type ProducerConfigInput, type PromiseName } from '../index.ts';

/** The promises that a producer of this configuration keeps, whatever faults there are. */
export function promisesOf(producer: ProducerConfigInput): readonly PromiseName[] {
  const acks = String(producer.acks ?? 'all');
  const isForAll = acks === 'all' || acks === '-1';
  const isIdempotent = String(producer['enable.idempotence'] ?? isForAll) === 'true' && isForAll;
  const hasOneInFlight = String(producer['max.in.flight.requests.per.connection']) === '1';
  const isInOrder = isIdempotent || hasOneInFlight;
  const unpromised = new Set<PromiseName>();
  if (!isForAll) unpromised.add('NoAcknowledgedRecordLost').add('OffsetsUniqueAndTrue');
  if (!isIdempotent) unpromised.add('NoDuplicateWithIdempotence');
  if (!isInOrder) unpromised.add('OrderPerProducerAndPartition');
  // Not kept by 3.6.1 among several requests in flight (src/invariants/callback-order.ts): it would be found every time.
  if (!hasOneInFlight) unpromised.add('CallbackOrder');
  return PROMISE_NAMES.filter((name) => !unpromised.has(name));
}
