/**
 * The keys a user set that Java's client has not read by the time it logs the unused ones.
 */

import type { ConfigKeys } from '../versions/config-key.ts';
import type { Properties } from './parse-config.ts';

/**
 * The configuration that plug-ins are configured with (AbstractConfig's RecordingMap): a key that one of them gets counts as used. As in
 * Java, one that it only looks for or comes across in a loop does not.
 */
export class RecordingMap extends Map<string, unknown> {
  readonly #read = new Set<string>();

  override get(name: string): unknown {
    this.#read.add(name);
    return super.get(name);
  }

  /** Whether a plug-in has got the value of this key. */
  wasRead(name: string): boolean {
    return this.#read.has(name);
  }
}

/**
 * Unknown keys, and those of TLS and SASL except `sasl.mechanism`, which is read in any case.
 *
 * @param configs what plug-ins were configured with. Default: the client has none
 */
export function unusedKeys(keys: ConfigKeys, originals: Properties, configs?: RecordingMap): readonly string[] {
  const isUnused = (name: string): boolean => !Object.hasOwn(keys, name) || isIdleSecurityKey(name);
  return Array.from(originals.keys()).filter((name) => isUnused(name) && configs?.wasRead(name) !== true);
}

function isIdleSecurityKey(name: string): boolean {
  return name !== 'sasl.mechanism' && (name.startsWith('ssl.') || name.startsWith('sasl.'));
}
