/**
 * The keys a user set that Java's producer has not read by the time it logs the unused ones.
 */

import type { Properties } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import { unusedKeys } from '../../client/config/unused-keys.ts';
import type { ConfigKeys } from '../../client/versions/config-key.ts';

/** Those that have a level. */
const CODECS = ['gzip', 'lz4', 'zstd'] as const;

/** Unknown keys, those of TLS and SASL, and those that have no meaning with the values of other keys. */
export function unusedProducerKeys(
  keys: ConfigKeys,
  originals: Properties,
  values: ParsedValues,
  enableIdempotence: boolean,
): readonly string[] {
  const idle = new Set<string>(['security.providers']);
  if (!enableIdempotence) idle.add('transaction.timeout.ms');
  if (values.get('partitioner.class') !== null) idle.add('partitioner.adaptive.partitioning.enable');
  for (const codec of CODECS) if (values.get('compression.type') !== codec) idle.add(`compression.${codec}.level`);
  const isIdle = (name: string): boolean => idle.has(name) && Object.hasOwn(keys, name);
  return unusedKeys(keys, originals).concat(Array.from(originals.keys()).filter(isIdle));
}
