/**
 * Which of the keys a user wrote no code of Java's client reads, at the time it says so.
 */
import type { ConfigDef, Properties } from './config-def.ts';

/** Unknown keys, and those of TLS and SASL; `sasl.mechanism` is read in any case. */
export function unusedKeys(def: ConfigDef, originals: Properties): readonly string[] {
  return Array.from(originals.keys()).filter((name) => !def.has(name) || isIdleSecurityKey(name));
}

function isIdleSecurityKey(name: string): boolean {
  return name !== 'sasl.mechanism' && (name.startsWith('ssl.') || name.startsWith('sasl.'));
}
