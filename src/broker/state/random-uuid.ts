/** Random ids: 128 bits of which the version is 4 and the variant 1, as a random java.util.UUID has them. */

/** The 16 bytes of a new id. */
export function drawUuidBytes(nextInt: (bound: number) => number): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < 16; i++) bytes.push(nextInt(256));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes;
}

/** A new id as UUID.toString writes it. */
export function drawUuid(nextInt: (bound: number) => number): string {
  const digits = drawUuidBytes(nextInt).map((byte) => byte.toString(16).padStart(2, '0'));
  const groups = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8), digits.slice(8, 10), digits.slice(10)];
  return groups.map((group) => group.join('')).join('-');
}
