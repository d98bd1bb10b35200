/**
 * Which of the keys a user wrote no code of Java's producer reads, at the time it says so.
 */
import type { Properties } from '../../client/config/config-def.ts';
import { unusedKeys } from '../../client/config/unused-keys.ts';
import { PRODUCER_KEYS } from './producer-keys.ts';

/** Unknown keys, TLS and SASL keys without TLS and SASL, and keys that another key makes idle. */
export function unusedProducerKeys(
  originals: Properties,
  values: Properties,
  enableIdempotence: boolean,
): readonly string[] {
  const idle = new Set<string>(['security.providers']);
  if (!enableIdempotence) idle.add('transaction.timeout.ms');
  if (values.get('partitioner.class') !== null) idle.add('partitioner.adaptive.partitioning.enable');
  return unusedKeys(PRODUCER_KEYS, originals).concat(Array.from(originals.keys()).filter((name) => idle.has(name)));
}
