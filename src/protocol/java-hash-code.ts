/** Java's `String.hashCode`, by which coordinators are assigned to transactional ids and groups. */

/** Returns the hash code of `text`, a signed integer of 32 bits. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The absolute value of a hash code, as `Utils.abs`: the smallest integer has no positive counterpart, and becomes 0. */
export function javaAbs(value: number): number {
  return value === -0x80000000 ? 0 : Math.abs(value);
}
