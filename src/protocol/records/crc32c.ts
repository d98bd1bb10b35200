/** CRC-32C (Castagnoli), the checksum of record batches. */

const POLYNOMIAL = 0x82f63b78;
const TABLES = 8;
const TABLE_SIZE = 256;

/**
 * Table k, from k * 256 on, has the remainder of each byte with k bytes of zeros after it. With them, a step takes eight bytes at
 * once (slicing by 8), which is more than twice as fast as byte by byte.
 */
function makeTables(): Int32Array {
  const tables = new Int32Array(TABLES * TABLE_SIZE);
  for (let byte = 0; byte < TABLE_SIZE; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    tables[byte] = remainder;
  }
  for (let i = TABLE_SIZE; i < tables.length; i++) {
    const before = tables[i - TABLE_SIZE] as number;
    tables[i] = (before >>> 8) ^ (tables[before & 0xff] as number);
  }
  return tables;
}

/** Made for the first checksum: most programs compute none. */
let madeTables: Int32Array | undefined;

/** Returns the checksum of the bytes from `start` on, as an unsigned integer of 32 bits. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  madeTables ??= makeTables();
  const tables = madeTables;
  let crc = 0xffffffff;
  let i = start;
  for (const end = bytes.length - 7; i < end; i += 8) {
    crc ^=
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    crc =
      (tables[0x700 | (crc & 0xff)] as number) ^
      (tables[0x600 | ((crc >>> 8) & 0xff)] as number) ^
      (tables[0x500 | ((crc >>> 16) & 0xff)] as number) ^
      (tables[0x400 | (crc >>> 24)] as number) ^
      (tables[0x300 | (bytes[i + 4] as number)] as number) ^
      (tables[0x200 | (bytes[i + 5] as number)] as number) ^
      (tables[0x100 | (bytes[i + 6] as number)] as number) ^
      (tables[bytes[i + 7] as number] as number);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ (tables[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
