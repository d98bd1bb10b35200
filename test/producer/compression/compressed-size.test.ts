/** Covers: src/producer/compression/, but for ratio-estimates.ts */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compressedSize } from '../../../src/producer/compression/compressed-size.ts';
import { encodeRecords } from '../../../src/protocol/records/record-encoding.ts';
import { RECORD_BATCH_OVERHEAD } from '../../../src/protocol/records/record-size.ts';
import { type Kind, madeRecords } from './made-records.ts';

interface Measured {
  readonly kind: Kind;
  readonly count: number;
  readonly size: number;
  readonly uncompressed: number;
  readonly gzip: number;
  readonly snappy: number;
  readonly lz4: number;
  readonly zstd: number;
}

/** Sizes to which the codecs of the Java client 3.6.1 compressed the records of made-records.ts (with zlib 1.2.13). */
const measured = JSON.parse(
  readFileSync(new URL('java-codec-sizes.json', import.meta.url), 'utf8'),
) as readonly Measured[];

describe('A compressed size', () => {
  it.each(measured)('is exactly Java’s: $count records of $size bytes, $kind', (row) => {
    const records = madeRecords(row.kind, row.count, row.size);
    expect(records).toHaveLength(row.uncompressed);
    const { gzip, snappy, lz4 } = row;
    const ours = { gzip: 0, snappy: 0, lz4: 0 };
    for (const codec of ['gzip', 'snappy', 'lz4'] as const) ours[codec] = compressedSize(codec, records);
    expect(ours).toEqual({ gzip, snappy, lz4 });
  });

  it('is an estimate with zstd: at most an eighth off, unless data repeat over more than deflate’s window', () => {
    const off = measured
      .filter(({ kind }) => kind !== 'padded')
      .map((row) => compressedSize('zstd', madeRecords(row.kind, row.count, row.size)) / row.zstd - 1);
    expect(Math.max(...off)).toBeLessThan(0.125);
    expect(Math.min(...off)).toBeGreaterThan(-0.125);
  });

  it.each(measured.filter(({ kind, zstd, uncompressed }) => kind === 'noise' && zstd > uncompressed))(
    'is Java’s with zstd for what does not shrink: $count records of $size bytes',
    (row) => {
      expect(compressedSize('zstd', madeRecords(row.kind, row.count, row.size))).toBe(row.zstd);
    },
  );

  it('is that of the records without compression', () => {
    expect(compressedSize('none', new Uint8Array(17))).toBe(17);
  });
});

interface GoldenTrace {
  readonly events: readonly { readonly batches?: readonly GoldenBatch[] }[];
  readonly futures: readonly { readonly id: string; readonly valueSize: number; readonly timestampRel: number }[];
}

interface GoldenBatch {
  readonly sizeInBytes: number;
  readonly compression: string;
  readonly values: readonly string[];
}

const compressed = [
  '34b_message_too_large_split_gzip',
  '34c_message_too_large_split_gzip_idempotent',
  '165_gzip_compression',
];

describe('The batches of golden traces', () => {
  it.each(compressed)('have the sizes that are computed here: %s', (name) => {
    const url = new URL(`../../conformance/golden/scenarios/${name}.trace.json`, import.meta.url);
    const { events, futures } = JSON.parse(readFileSync(url, 'utf8')) as GoldenTrace;
    const sent = new Map(futures.map((future) => [future.id, future]));
    const batches = events.flatMap((event) => event.batches ?? []);
    expect(batches.length).toBeGreaterThan(5);
    for (const { values: ids, sizeInBytes, compression } of batches) {
      expect(compression).toBe('gzip');
      const records = encodeRecords({
        keys: ids.map(() => null),
        values: ids.map((id) => id.padEnd(sent.get(id)?.valueSize ?? 0, '.')),
        timestampsMs: ids.map((id) => sent.get(id)?.timestampRel ?? 0),
        maxTimestampMs: 0,
      });
      expect(RECORD_BATCH_OVERHEAD + compressedSize('gzip', records)).toBe(sizeInBytes);
    }
  });
});
