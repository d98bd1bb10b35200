/** Computes the sizes of records and batches in Kafka's format v2 without encoding them. */
import { utf8Length } from './payload.ts';
import type { Header } from './record-batch.ts';

/** Size of the header of a batch in bytes. */
export const RECORD_BATCH_OVERHEAD = 61;

/** The most that a record adds to its key, value and headers: length, attributes and both deltas (5 + 1 + 10 + 5). */
const MAX_RECORD_OVERHEAD = 21;

const ATTRIBUTES_SIZE = 1;
const NULL_LENGTH_SIZE = 1;

/**
 * Returns the exact size of a record in bytes, including its length field.
 *
 * @param keySize in bytes; -1 for `null`
 * @param valueSize in bytes; -1 for `null`
 * @param headersSize the result of `headersSize(headers)`
 */
export function recordSize(
  offsetDelta: number,
  timestampDeltaMs: number,
  keySize: number,
  valueSize: number,
  headersSize: number,
): number {
  const body = recordBodySize(offsetDelta, timestampDeltaMs, keySize, valueSize, headersSize);
  return body + varintSize(body);
}

/** Returns the size of a record without its length field, which is the value of that field. */
export function recordBodySize(
  offsetDelta: number,
  timestampDeltaMs: number,
  keySize: number,
  valueSize: number,
  headersSize: number,
): number {
  return (
    ATTRIBUTES_SIZE +
    varlongSize(timestampDeltaMs) +
    varintSize(offsetDelta) +
    fieldSize(keySize) +
    fieldSize(valueSize) +
    headersSize
  );
}

/**
 * Returns an upper bound, in bytes, of the size of an encoded batch with one record. The client checks limits and allocates memory
 * by it (AbstractRecords).
 */
export function estimateSizeInBytesUpperBound(keySize: number, valueSize: number, headersSize: number): number {
  return RECORD_BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + fieldSize(keySize) + fieldSize(valueSize) + headersSize;
}

/** Returns the size of a record's headers in bytes, including their count. */
export function headersSize(headers: readonly Header[]): number {
  let size = varintSize(headers.length);
  for (const header of headers) {
    size += fieldSize(utf8Length(header.key));
    size += header.value === null ? NULL_LENGTH_SIZE : fieldSize(header.value.length);
  }
  return size;
}

/** Size of the headers of a record without headers. */
export const NO_HEADERS_SIZE = 1;

/** Size of a length and as many bytes; -1 stands for `null`, of which only the length is written. */
function fieldSize(length: number): number {
  return length < 0 ? NULL_LENGTH_SIZE : varintSize(length) + length;
}

/** Returns the size of a zigzag varint of 32 bits. */
export function varintSize(value: number): number {
  return unsignedVarintSize((value << 1) ^ (value >> 31));
}

/** Returns the size of an unsigned varint. A negative value is taken as its 32 bits. */
export function unsignedVarintSize(value: number): number {
  const bits = value >>> 0;
  if (bits < 0x80) return 1;
  if (bits < 0x4000) return 2;
  if (bits < 0x200000) return 3;
  return bits < 0x10000000 ? 4 : 5;
}

/** Returns the size of a zigzag varint of 64 bits, for integers that a double represents exactly. */
export function varlongSize(value: number): number {
  if (value >= -0x40000000 && value < 0x40000000) return varintSize(value);
  let zigzag = value < 0 ? -2 * value - 1 : 2 * value;
  let size = 1;
  while (zigzag >= 0x80) {
    zigzag = Math.floor(zigzag / 0x80);
    size++;
  }
  return size;
}
