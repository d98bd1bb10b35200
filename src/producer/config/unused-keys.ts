/**
 * Which of the keys a user wrote no code of Java's producer reads, at the time it says so.
 */
import type { ConfigDef, Properties } from './config-def.ts';
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

/** Unknown keys, and those of TLS and SASL; `sasl.mechanism` is read in any case. */
export function unusedKeys(def: ConfigDef, originals: Properties): readonly string[] {
  return Array.from(originals.keys()).filter((name) => !def.has(name) || isIdleSecurityKey(name));
}

function isIdleSecurityKey(name: string): boolean {
  return name !== 'sasl.mechanism' && (name.startsWith('ssl.') || name.startsWith('sasl.'));
}
