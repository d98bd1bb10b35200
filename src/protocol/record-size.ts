/**
 * Sizes of records and batches in Kafka's format v2, computed without encoding anything.
 *
 * Owns: the exact size of a record and of a batch header, and the estimate the client uses before it knows the exact one.
 * Refuses to know: compression, and what a size is compared with.
 */
import { utf8Length } from './payload.ts';
import type { Header } from './record-batch.ts';

/** Size of a batch's header in bytes; an encoded batch is this plus its records. */
export const RECORD_BATCH_OVERHEAD = 61;

/** The most a record can add to its key, value and headers: length, attributes, both deltas (5 + 1 + 10 + 5). */
const MAX_RECORD_OVERHEAD = 21;

const ATTRIBUTES_SIZE = 1;
const NULL_LENGTH_SIZE = 1;

/**
 * Exact size of a record in bytes, its own length field included.
 * @param keySize in bytes; -1 for `null`, as is `valueSize`.
 * @param headersSize what `headersSize(headers)` says.
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

/** The same without its length field: what that field says. */
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

/** Size of an encoded batch of one record, in bytes, at most: what the client checks and allocates by. */
export function estimateSizeInBytesUpperBound(keySize: number, valueSize: number, headersSize: number): number {
  return RECORD_BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + fieldSize(keySize) + fieldSize(valueSize) + headersSize;
}

/** Size of a record's headers in bytes, their count included. */
export function headersSize(headers: readonly Header[]): number {
  let size = varintSize(headers.length);
  for (const header of headers) {
    size += fieldSize(utf8Length(header.key));
    size += header.value === null ? NULL_LENGTH_SIZE : fieldSize(header.value.length);
  }
  return size;
}

/** Size of the headers of a record that has none. */
export const NO_HEADERS_SIZE = 1;

/** A length and that many bytes; -1 stands for `null`, which is a length alone. */
function fieldSize(length: number): number {
  return length < 0 ? NULL_LENGTH_SIZE : varintSize(length) + length;
}

/** Bytes of a zigzag varint of 32 bits. */
export function varintSize(value: number): number {
  return unsignedVarintSize((value << 1) ^ (value >> 31));
}

/** Bytes of an unsigned varint; a negative value is read as the 32 bits it is made of. */
export function unsignedVarintSize(value: number): number {
  const bits = value >>> 0;
  if (bits < 0x80) return 1;
  if (bits < 0x4000) return 2;
  if (bits < 0x200000) return 3;
  return bits < 0x10000000 ? 4 : 5;
}

/** Bytes of a zigzag varint of 64 bits, for whole numbers that a double holds exactly. */
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
