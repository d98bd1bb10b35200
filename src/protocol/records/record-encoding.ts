/**
 * Encodes the records of a batch in Kafka's format v2, uncompressed and without the header of the batch (batch-encoding.ts). Their
 * size is what record-size.ts computes.
 */
import { type Payload, payloadSize } from './payload.ts';
import { type Header, timestampOf } from './record-batch.ts';
import { headersSize, NO_HEADERS_SIZE, recordBodySize, varintSize } from './record-size.ts';

/** The columns of a batch, closed or still open. */
export interface RecordColumns {
  readonly keys: readonly Payload[];
  readonly values: readonly Payload[];
  /** As in `RecordBatch`. */
  readonly timestampsMs?: readonly number[] | undefined;
  readonly maxTimestampMs: number;
  readonly headers?: readonly (readonly Header[])[] | undefined;
}

const NO_HEADERS: readonly Header[] = [];
const NULL_LENGTH = -1;

const encoder = new TextEncoder();

/** Encodes all records of a batch, one after the other. */
export function encodeRecords(columns: RecordColumns): Uint8Array {
  const bodySizes = columns.values.map((_, row) => bodySizeOf(columns, row));
  const size = bodySizes.reduce((sum, bodySize) => sum + varintSize(bodySize) + bodySize, 0);
  const writer = new RecordWriter(size);
  for (let row = 0; row < bodySizes.length; row++) writeRecord(writer, columns, row, bodySizes[row] as number);
  return writer.bytes;
}

function bodySizeOf(columns: RecordColumns, row: number): number {
  const headers = columns.headers?.[row];
  return recordBodySize(
    row,
    timestampDelta(columns, row),
    payloadSize(columns.keys[row] ?? null),
    payloadSize(columns.values[row] ?? null),
    headers === undefined ? NO_HEADERS_SIZE : headersSize(headers),
  );
}

function writeRecord(writer: RecordWriter, columns: RecordColumns, row: number, bodySize: number): void {
  const headers = columns.headers?.[row] ?? NO_HEADERS;
  writer.varint(bodySize);
  writer.byte(0); // attributes: Kafka uses none
  writer.varlong(timestampDelta(columns, row));
  writer.varint(row);
  writer.field(columns.keys[row] ?? null);
  writer.field(columns.values[row] ?? null);
  writer.varint(headers.length);
  for (const { key, value } of headers) {
    writer.field(key);
    writer.field(value);
  }
}

function timestampDelta(columns: RecordColumns, row: number): number {
  return timestampOf(columns, row) - timestampOf(columns, 0);
}

class RecordWriter {
  readonly bytes: Uint8Array;
  private position = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  byte(value: number): void {
    this.bytes[this.position++] = value;
  }

  /** Writes a zigzag varint of 32 bits. */
  varint(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Writes a zigzag varint of 64 bits, for integers that a double represents exactly. */
  varlong(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** Writes the length and the bytes; for `null`, only the length -1. */
  field(payload: Payload): void {
    if (payload === null) {
      this.varint(NULL_LENGTH);
      return;
    }
    this.varint(payloadSize(payload));
    if (typeof payload === 'string') {
      this.position += encoder.encodeInto(payload, this.bytes.subarray(this.position)).written;
    } else {
      this.bytes.set(payload, this.position);
      this.position += payload.length;
    }
  }
}
