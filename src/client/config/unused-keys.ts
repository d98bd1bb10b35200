/**
 * The keys a user set that Java's client has not read by the time it logs the unused ones.
 */

import type { ConfigKeys } from '../versions/config-key.ts';
import type { Properties } from './parse-config.ts';

/** Unknown keys, and those of TLS and SASL except `sasl.mechanism`, which is read in any case. */
export function unusedKeys(keys: ConfigKeys, originals: Properties): readonly string[] {
  return Array.from(originals.keys()).filter((name) => !Object.hasOwn(keys, name) || isIdleSecurityKey(name));
}

function isIdleSecurityKey(name: string): boolean {
  return name !== 'sasl.mechanism' && (name.startsWith('ssl.') || name.startsWith('sasl.'));
}
