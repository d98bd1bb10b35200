import { describe, expect, it } from 'vitest';
import {
  estimateSizeInBytesUpperBound,
  headersSize,
  RECORD_BATCH_OVERHEAD,
  recordSize,
  unsignedVarintSize,
  varintSize,
  varlongSize,
} from '../../../src/protocol/records/record-size.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Row {
  keySize: number | null;
  valueSize: number | null;
  headers: [string, string | null][];
  recordSize_firstInBatch: number;
  recordSize_offsetDelta100_tsDelta100000: number;
  estimateSizeInBytesUpperBound: number;
  batchSizeOneRecord: number;
}

describe('Record sizes', () => {
  it('equal those of the Java client for all sizes of key, value and headers', () => {
    const encoder = new TextEncoder();
    const golden = goldenTable<Row[]>('record_sizes');
    expect(golden).toHaveLength(256);
    for (const row of golden) {
      const key = row.keySize ?? -1;
      const value = row.valueSize ?? -1;
      const headers = headersSize(
        row.headers.map(([name, text]) => ({ key: name, value: text === null ? null : encoder.encode(text) })),
      );
      const first = recordSize(0, 0, key, value, headers);
      expect({
        recordSize_firstInBatch: first,
        recordSize_offsetDelta100_tsDelta100000: recordSize(100, 100_000, key, value, headers),
        estimateSizeInBytesUpperBound: estimateSizeInBytesUpperBound(key, value, headers),
        batchSizeOneRecord: RECORD_BATCH_OVERHEAD + first,
        keySize: row.keySize,
        valueSize: row.valueSize,
        headers: row.headers,
      }).toEqual(row);
    }
  });

  it.each([
    { value: 0, size: 1 },
    { value: -1, size: 1 },
    { value: 63, size: 1 },
    { value: -64, size: 1 },
    { value: 64, size: 2 },
    { value: -65, size: 2 },
    { value: 8191, size: 2 },
    { value: 8192, size: 3 },
    { value: 1_048_576, size: 4 },
    { value: 2_147_483_647, size: 5 },
    { value: -2_147_483_648, size: 5 },
  ])('a zigzag varint of $value takes $size bytes, with 32 bits and with 64', ({ value, size }) => {
    expect(varintSize(value)).toBe(size);
    expect(varlongSize(value)).toBe(size);
  });

  it('a varint beyond 32 bits takes one more byte for every seven bits', () => {
    expect(varlongSize(2 ** 33)).toBe(5);
    expect(varlongSize(2 ** 34 - 1)).toBe(5);
    expect(varlongSize(2 ** 34)).toBe(6);
    expect(varlongSize(-(2 ** 34))).toBe(5);
    expect(varlongSize(-(2 ** 34) - 1)).toBe(6);
    expect(varlongSize(1_700_000_000_000)).toBe(6);
  });

  it('an unsigned varint takes a negative number as its 32 bits', () => {
    expect([0, 127, 128, 16_383, 16_384, -1].map(unsignedVarintSize)).toEqual([1, 1, 2, 2, 3, 5]);
  });
});
