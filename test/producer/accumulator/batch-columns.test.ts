import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BatchColumns, type BatchRecord } from '../../../src/producer/accumulator/batch-columns.ts';
import { type Payload, payloadBytes } from '../../../src/protocol/records/payload.ts';
import {
  type CompressionType,
  type Header,
  type RecordBatch,
  timestampOf,
} from '../../../src/protocol/records/record-batch.ts';
import { encodeRecords } from '../../../src/protocol/records/record-encoding.ts';
import { RECORD_BATCH_OVERHEAD } from '../../../src/protocol/records/record-size.ts';
import { goldenTable } from '../../golden-tables.ts';
import { append, batchRecord, openBatch } from './open-batch.ts';

interface WireRow {
  name: string;
  compression: CompressionType;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  transactional: boolean;
  records: { timestamp: number; key: string | null; value: string | null; headers: [string, string | null][] }[];
  sizeInBytes: number;
  lastSequence: number;
  maxTimestamp: number;
  hex: string;
}

function row(timestampMs: number, value: string, headers?: readonly Header[]): BatchRecord {
  return batchRecord({ value, ...(headers !== undefined && { headers }) }, timestampMs);
}

/** Reads back what Java wrote: enough of the format to compare our columns with it. */
class WireReader {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.position++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return Number((value >> 1n) ^ -(value & 1n));
  }

  /** A length, then that many bytes; -1 is null. */
  text(): string | null {
    const length = this.varint();
    if (length < 0) return null;
    this.position += length;
    return new TextDecoder().decode(this.bytes.subarray(this.position - length, this.position));
  }

  record(baseTimestamp: number): WireRow['records'][number] {
    this.varint();
    this.position++;
    const timestamp = baseTimestamp + this.varint();
    this.varint();
    const [key, value] = [this.text(), this.text()];
    const headers = Array.from({ length: this.varint() }, (): [string, string | null] => [
      this.text() ?? '',
      this.text(),
    ]);
    return { timestamp, key, value, headers };
  }

  get isAtEnd(): boolean {
    return this.position === this.bytes.length;
  }
}

function fromWire({ hex, compression }: WireRow) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(bytes.buffer);
  const body = bytes.subarray(RECORD_BATCH_OVERHEAD);
  const records = compression === 'none' ? body : new Uint8Array(gunzipSync(body));
  const reader = new WireReader(records);
  const recordCount = view.getInt32(57);
  return {
    recordCount,
    sizeBeforeCompression: RECORD_BATCH_OVERHEAD + records.length,
    isTransactional: (view.getInt16(21) & 0x10) !== 0,
    maxTimestampMs: Number(view.getBigInt64(35)),
    producerId: Number(view.getBigInt64(43)),
    producerEpoch: view.getInt16(51),
    baseSequence: view.getInt32(53),
    records: Array.from({ length: recordCount }, () => reader.record(Number(view.getBigInt64(27)))),
    isReadToTheEnd: reader.isAtEnd,
  };
}

const text = (payload: Payload): string | null =>
  payload === null ? null : new TextDecoder().decode(payloadBytes(payload) as Uint8Array);

function fromOurs(batch: RecordBatch): ReturnType<typeof fromWire> {
  const { recordCount, isTransactional, maxTimestampMs, producerId, producerEpoch, baseSequence } = batch;
  const records = batch.values.map((value, row) => ({
    timestamp: timestampOf(batch, row),
    key: text(batch.keys[row] as Payload),
    value: text(value),
    headers: (batch.headers?.[row] ?? []).map(({ key, value: of }): [string, string | null] => [key, text(of)]),
  }));
  const sizeBeforeCompression = RECORD_BATCH_OVERHEAD + encodeRecords(batch).length;
  const identity = { isTransactional, producerId, producerEpoch, baseSequence };
  return { recordCount, sizeBeforeCompression, maxTimestampMs, ...identity, records, isReadToTheEnd: true };
}

const rows = goldenTable<WireRow[]>('record_batch_wire');

describe('The columns of a batch', () => {
  it('are compared with all of the Java client’s encoded batches', () => expect(rows).toHaveLength(15));

  it.each(rows)('hold what Java encodes, to the byte: $name', (row) => {
    const batch = openBatch({ compression: row.compression });
    const encoder = new TextEncoder();
    for (const { timestamp, key, value, headers } of row.records) {
      const list = headers.map(([name, of]) => ({ key: name, value: of === null ? null : encoder.encode(of) }));
      append(batch, { key, value, timestampMs: timestamp, ...(list.length > 0 && { headers: list }) });
    }
    const { producerId, producerEpoch, baseSequence, transactional: isTransactional } = row;
    batch.setProducerState({ producerId, producerEpoch, baseSequence, isTransactional });
    batch.close();
    expect(fromOurs(batch.records())).toEqual(fromWire(row));
    expect(batch.records().maxTimestampMs).toBe(row.maxTimestamp);
    if (baseSequence >= 0) expect(batch.lastSequence).toBe(row.lastSequence);
    expect(batch.records().sizeInBytes).toBe(row.sizeInBytes);
  });

  it('refuse a record that would exceed the limit by a byte, and take one that just fits', () => {
    const columns = new BatchColumns('none', RECORD_BATCH_OVERHEAD + 16, 1);
    const sizeOfOne = columns.roomFor(0, -1, 1, 1);
    columns.append(sizeOfOne, row(0, 'a'));
    expect([sizeOfOne, columns.roomFor(0, -1, 1, 1), columns.roomFor(0, -1, 2, 1)]).toEqual([8, 8, -1]);
    expect(columns.isFull).toBe(false);
    columns.append(8, row(0, 'b'));
    expect([columns.isFull, columns.estimatedSizeInBytes, columns.count]).toEqual([
      true,
      RECORD_BATCH_OVERHEAD + 16,
      2,
    ]);
  });

  it('encode timestamps relative to the first record, also earlier ones', () => {
    const columns = new BatchColumns('none', 1_000, 1);
    columns.append(columns.roomFor(5_000, -1, 1, 1), row(5_000, 'a'));
    expect([5_000, 5_064, 4_936, 4_935].map((timestampMs) => columns.roomFor(timestampMs, -1, 1, 1))).toEqual([
      8, 9, 8, 9,
    ]);
  });

  it('have headers only for rows with headers', () => {
    const columns = new BatchColumns('none', 1_000, 1);
    columns.append(8, row(0, 'a'));
    columns.append(11, row(0, 'b', [{ key: 'h', value: null }]));
    columns.append(8, row(0, 'c'));
    expect([0, 1, 2].map((row) => columns.headersOf(row)?.length)).toEqual([undefined, 1, undefined]);
  });
});

describe('Timestamps', () => {
  const appended = (...timestampsMs: number[]): BatchColumns => {
    const batch = openBatch();
    for (const timestampMs of timestampsMs) append(batch, { value: 'v', timestampMs });
    return batch.columns;
  };

  it('are stored once while they are the same, and one by one from the first that differs', () => {
    expect(appended(7, 7, 7)).toMatchObject({ timestampsMs: undefined, maxTimestampMs: 7 });
    expect(appended(7, 7, 9, 8)).toMatchObject({ timestampsMs: [7, 7, 9, 8], maxTimestampMs: 9 });
    expect(appended(9, 8)).toMatchObject({ timestampsMs: [9, 8], maxTimestampMs: 9 });
  });
});
