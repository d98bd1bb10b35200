/**
 * linger.ms and delivery.timeout.ms, which depend on each other.
 */

import type { Properties } from '../../client/config/config-def.ts';
import { ConfigException } from '../../protocol/errors/exceptions.ts';

const MAX_INT = 0x7fffffff;
const RULE = 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms';

/** linger.ms as the client keeps it: an int. */
export function resolveLingerMs(values: Properties): number {
  return Math.min(values.get('linger.ms') as number, MAX_INT);
}

/** Throws ConfigException if the user wrote a delivery timeout that is too short; raises one he did not write. */
export function resolveDeliveryTimeoutMs(
  originals: Properties,
  values: Properties,
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
