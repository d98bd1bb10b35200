/**
 * Resolves linger.ms and delivery.timeout.ms, which depend on each other.
 */

import type { Properties } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import { ConfigException } from '../../protocol/errors/exceptions.ts';

const MAX_INT = 0x7fffffff;
const RULE = 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms';

/** linger.ms, limited to an int as in Java's client. */
export function resolveLingerMs(values: ParsedValues): number {
  return Math.min(values.get('linger.ms') as number, MAX_INT);
}

/**
 * delivery.timeout.ms, raised with a warning if it is the default and too short for linger.ms and request.timeout.ms.
 *
 * @throws ConfigException if the user set it and it is too short
 */
export function resolveDeliveryTimeoutMs(
  originals: Properties,
  values: ParsedValues,
  lingerMs: number,
  warn: (message: string) => void,
): number {
  const deliveryTimeoutMs = values.get('delivery.timeout.ms') as number;
  const leastMs = Math.min(lingerMs + (values.get('request.timeout.ms') as number), MAX_INT);
  if (deliveryTimeoutMs >= leastMs) return deliveryTimeoutMs;
  if (originals.has('delivery.timeout.ms')) throw new ConfigException(RULE);
  warn(`${RULE}. Setting it to ${leastMs}.`);
  return leastMs;
}
