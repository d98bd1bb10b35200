/**
 * The text of a key or value as the program passed it to send(), for reports.
 */
import { payloadText } from '../../protocol/records/payload.ts';

/** @returns text as it is, bytes decoded as UTF-8, an object as JSON; `null` for no key or value */
export function givenText(given: unknown): string | null {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || given instanceof Uint8Array) return payloadText(given);
  return typeof given === 'object' ? jsonOf(given) : String(given as number);
}

function jsonOf(given: object): string {
  try {
    return JSON.stringify(given) ?? '{}';
  } catch {
    // A cycle, or a bigint.
    return Object.prototype.toString.call(given);
  }
}
