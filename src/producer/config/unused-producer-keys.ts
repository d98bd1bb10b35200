/**
 * The keys a user set that Java's producer has not read by the time it logs the unused ones.
 */

import type { Properties } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import { type RecordingMap, unusedKeys } from '../../client/config/unused-keys.ts';
import type { ConfigKeys } from '../../client/versions/config-key.ts';

/**
 * Unknown keys, those of TLS and SASL, and those that have no meaning with the values of other keys.
 *
 * @param configs what plug-ins were configured with
 */
export function unusedProducerKeys(
  keys: ConfigKeys,
  originals: Properties,
  values: ParsedValues,
  enableIdempotence: boolean,
  configs: RecordingMap,
): readonly string[] {
  const isUnread = (name: string): boolean =>
    Object.hasOwn(keys, name) && isIdle(name, values, enableIdempotence) && !configs.wasRead(name);
  return unusedKeys(keys, originals, configs).concat(Array.from(originals.keys()).filter(isUnread));
}

function isIdle(name: string, values: ParsedValues, enableIdempotence: boolean): boolean {
  switch (name) {
    case 'security.providers':
      return true;
    case 'transaction.timeout.ms':
      return !enableIdempotence;
    case 'partitioner.adaptive.partitioning.enable':
      return values.get('partitioner.class') !== null;
    case 'compression.gzip.level':
    case 'compression.lz4.level':
    case 'compression.zstd.level':
      return name !== `compression.${values.get('compression.type')}.level`;
    default:
      return false;
  }
}
