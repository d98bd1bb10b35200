/**
 * What Kafka promises for a producer's configuration. Each promise says in its header when it is one.
 *
 * Refuses to know: what they promise (src/invariants).
 */
import { type ProducerConfigInput, PROMISE_NAMES, type PromiseName } from '../index.ts';

/** The promises that hold whatever faults there are, for a producer of this configuration. */
export function promisesOf(producer: ProducerConfigInput): readonly PromiseName[] {
  const acks = String(producer.acks ?? 'all');
  const isForAll = acks === 'all' || acks === '-1';
  const isIdempotent = String(producer['enable.idempotence'] ?? isForAll) === 'true' && isForAll;
  const isInOrder = isIdempotent || String(producer['max.in.flight.requests.per.connection']) === '1';
  const unpromised = new Set<PromiseName>();
  if (!isForAll) unpromised.add('NoAcknowledgedRecordLost').add('OffsetsUniqueAndTrue');
  if (!isIdempotent) unpromised.add('NoDuplicateWithIdempotence');
  if (!isInOrder) unpromised.add('OrderPerProducerAndPartition').add('CallbackOrder');
  return PROMISE_NAMES.filter((name) => !unpromised.has(name));
}
