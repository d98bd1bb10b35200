/** Covers src/protocol/records/batch-encoding.ts, record-encoding.ts and crc32c.ts. */
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../src/protocol/records/batch-encoding.ts';
import { crc32c } from '../../../src/protocol/records/crc32c.ts';
import { payloadSize } from '../../../src/protocol/records/payload.ts';
import type { CompressionType, RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import { encodeRecords } from '../../../src/protocol/records/record-encoding.ts';
import { headersSize, RECORD_BATCH_OVERHEAD, recordSize } from '../../../src/protocol/records/record-size.ts';
import { goldenTable } from '../../golden-tables.ts';

interface WireRow {
  readonly name: string;
  readonly compression: CompressionType;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional: boolean;
  readonly records: readonly {
    readonly timestamp: number;
    readonly key: string | null;
    readonly value: string | null;
    readonly headers: readonly (readonly [string, string | null])[];
  }[];
  readonly maxTimestamp: number;
  readonly hex: string;
}

const encoder = new TextEncoder();
const rows = goldenTable<WireRow[]>('record_batch_wire');

function batchOf(row: WireRow): RecordBatch {
  const { compression, producerId, producerEpoch, baseSequence } = row;
  return {
    recordCount: row.records.length,
    sizeInBytes: row.hex.length / 2,
    compression,
    producerId,
    producerEpoch,
    baseSequence,
    isTransactional: row.transactional,
    maxTimestampMs: row.maxTimestamp,
    keys: row.records.map(({ key }) => key),
    values: row.records.map(({ value }) => (value === null ? null : encoder.encode(value))),
    timestampsMs: row.records.map(({ timestamp }) => timestamp),
    headers: row.records.map(({ headers }) =>
      headers.map(([key, value]) => ({ key, value: value === null ? null : encoder.encode(value) })),
    ),
  };
}

describe('An encoded batch', () => {
  it.each(rows.filter(({ compression }) => compression === 'none'))(
    'equals the bytes that Java writes: $name',
    (row) => {
      const batch = batchOf(row);
      expect(Buffer.from(encodeBatch(batch, encodeRecords(batch))).toString('hex')).toBe(row.hex);
    },
  );

  it('contains the same compressed records as a batch of Java', () => {
    const row = rows.find(({ compression }) => compression === 'gzip') as WireRow;
    const wire = Buffer.from(row.hex, 'hex');
    const records = encodeRecords(batchOf(row));
    expect(Buffer.from(records)).toEqual(gunzipSync(wire.subarray(RECORD_BATCH_OVERHEAD)));
    const ours = encodeBatch(batchOf(row), wire.subarray(RECORD_BATCH_OVERHEAD));
    expect(Buffer.from(ours).toString('hex')).toBe(row.hex);
    expect(Buffer.from(encodeBatch(batchOf(row), gzipSync(records))).readInt16BE(21)).toBe(1);
  });

  it('is as long as the sum of its record sizes, for any records', () => {
    const payload = fc.oneof(fc.constant(null), fc.string({ unit: 'binary', maxLength: 200 }), fc.uint8Array());
    const header = fc.record({ key: fc.string({ unit: 'binary' }), value: fc.option(fc.uint8Array()) });
    const timestampMs = fc.integer({ min: 0, max: 2 ** 50 });
    const record = fc.record({
      key: payload,
      value: payload,
      timestampMs,
      headers: fc.array(header, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 130 }), (records) => {
        const first = records[0]?.timestampMs as number;
        const size = records.reduce((sum, { key, value, timestampMs: at, headers }, row) => {
          return sum + recordSize(row, at - first, payloadSize(key), payloadSize(value), headersSize(headers));
        }, 0);
        const encoded = encodeRecords({
          keys: records.map(({ key }) => key),
          values: records.map(({ value }) => value),
          timestampsMs: records.map(({ timestampMs: at }) => at),
          maxTimestampMs: 0,
          headers: records.map(({ headers }) => headers),
        });
        expect(encoded.length).toBe(size);
      }),
      { numRuns: 50 },
    );
  });
});

describe('CRC-32C', () => {
  it('has the check value of the CRC catalogue', () => {
    expect(crc32c(encoder.encode('123456789'))).toBe(0xe3069283);
  });
});
