/** Covers: src/wire/batches/{read-batch,encoded-batch,record-columns}.ts and src/wire/compression/ */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTES_AT, CRC_AT } from '../../../src/protocol/records/batch-layout.ts';
import { crc32c } from '../../../src/protocol/records/crc32c.ts';
import { payloadText } from '../../../src/protocol/records/payload.ts';
import { type RecordBatch, timestampOf } from '../../../src/protocol/records/record-batch.ts';
import { EncodedBatch } from '../../../src/wire/batches/encoded-batch.ts';
import { magicOf, readBatch } from '../../../src/wire/batches/read-batch.ts';
import { WireError } from '../../../src/wire/bytes/wire-error.ts';
import { JAVA_HEADERS, JAVA_KEYS, JAVA_TIMESTAMPS_MS, javaBatch, javaValues } from './java-batches.ts';

/** The batch `none` of the Java client after a change; the checksum is right unless `crc` is false. */
function changed(change: (bytes: DataView) => void, crc = true): RecordBatch {
  return readBatch(changedBytes(javaBatch('none'), change, crc));
}

function changedBytes(bytes: Uint8Array, change: (bytes: DataView) => void, crc = true): Uint8Array {
  const view = new DataView(bytes.buffer);
  change(view);
  if (crc) view.setUint32(CRC_AT, crc32c(bytes.subarray(ATTRIBUTES_AT)));
  return bytes;
}

describe('A batch of the Java client', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd', 'transactional'])('has its records: %s', (name) => {
    const bytes = javaBatch(name);
    const batch = readBatch(bytes);
    expect(batch).toMatchObject({ recordCount: 3, sizeInBytes: bytes.length, isCorrupt: false });
    expect(batch.malformation).toBeUndefined();
    expect(batch.compression).toBe(name === 'transactional' ? 'none' : name);
    expect(batch.maxTimestampMs).toBe(Math.max(...JAVA_TIMESTAMPS_MS));
    expect(JAVA_TIMESTAMPS_MS.map((_, row) => timestampOf(batch, row))).toEqual(JAVA_TIMESTAMPS_MS);
    expect(batch.keys.map(payloadText)).toEqual(JAVA_KEYS);
    expect(batch.values.map(payloadText)).toEqual(javaValues(name));
    expect(batch.headers).toEqual(name === 'transactional' ? undefined : JAVA_HEADERS);
    expect(batch.values).toBe(batch.values);
  });

  it('has its producer and sequence number', () => {
    const header = { producerId: 4711, producerEpoch: 3, baseSequence: 17, isTransactional: true };
    expect(readBatch(javaBatch('transactional'))).toMatchObject(header);
    const none = { producerId: -1, producerEpoch: -1, baseSequence: -1, isTransactional: false };
    expect(readBatch(javaBatch('none'))).toMatchObject(none);
  });

  it('of an older format is refused', () => {
    expect(readBatch(javaBatch('format 0')).malformation).toEqual({ magic: 0 });
    expect(readBatch(javaBatch('format 1')).malformation).toEqual({ magic: 1 });
    expect(magicOf(javaBatch('format 1'))).toBe(1);
    expect(magicOf(javaBatch('none'))).toBe(2);
    expect(magicOf(null)).toBeUndefined();
  });

  it('that is a transaction marker is a control batch', () => {
    expect(readBatch(javaBatch('marker commit')).control).toBeDefined();
    expect(readBatch(javaBatch('none')).control).toBeUndefined();
  });
});

describe('A batch', () => {
  it('whose records have all the same time has no column of times', () => {
    expect(readBatch(javaBatch('none')).timestampsMs).toHaveLength(3);
    expect(readBatch(javaBatch('marker commit')).timestampsMs).toBeUndefined();
  });

  it('with a wrong checksum is corrupt', () => {
    expect(changed((bytes) => bytes.setUint8(70, 99), false).isCorrupt).toBe(true);
  });

  it('with a codec that does not exist is corrupt', () => {
    expect(changed((bytes) => bytes.setInt16(ATTRIBUTES_AT, 5)).isCorrupt).toBe(true);
  });

  it.each([
    ['another base offset', (bytes: DataView) => bytes.setInt32(4, 7), { baseOffset: 7 }],
    ['a wrong last offset', (bytes: DataView) => bytes.setInt32(23, 9), { lastOffsetDelta: 9 }],
    ['too many records declared', (bytes: DataView) => bytes.setInt32(57, 4), { recordCount: 4 }],
    ['too few records declared', (bytes: DataView) => bytes.setInt32(57, 2), { recordCount: 2 }],
    ['an append time', (bytes: DataView) => bytes.setInt16(ATTRIBUTES_AT, 8), { hasAppendTimeFlag: true }],
  ])('with %s is malformed', (_, change, malformation) => {
    const batch = changed(change);
    expect(batch.malformation).toMatchObject(malformation);
    expect(batch.recordCount).toBe(3);
  });

  it('with a malformed record has another number of records than it declares', () => {
    const at = Buffer.from(javaBatch('none')).indexOf('value-0') - 1;
    const batch = changed((bytes) => bytes.setInt8(at, 2));
    expect(batch.malformation?.recordCount).toBe(3);
    expect(batch.recordCount).not.toBe(3);
  });

  it.each([
    ['null', null, { batchCount: 0 }],
    ['nothing', [], { batchCount: 0 }],
    ['too few bytes', Array(16).fill(0), { batchCount: 0 }],
    ['a length below the minimum', [...Array(8).fill(0), 0, 0, 0, 13, ...Array(20).fill(0)], { batchLength: 13 }],
    ['an unknown format', [...Array(8).fill(0), 0, 0, 0, 14, 0, 0, 0, 0, 3, ...Array(20).fill(0)], { magic: 3 }],
    ['a batch that is cut off', javaBatch('none').subarray(0, 100), { cutBytes: javaBatch('none').length - 100 }],
    ['two batches', [...javaBatch('none'), ...javaBatch('none')], { batchCount: 2 }],
  ])('that is missing is malformed: %s', (_, bytes, malformation) => {
    expect(readBatch(bytes === null ? null : Uint8Array.from(bytes)).malformation).toEqual(malformation);
  });

  it('with less than a header is corrupt', () => {
    const bytes = [...Array(8).fill(0), 0, 0, 0, 14, 0, 0, 0, 0, 2, ...Array(9).fill(0)];
    expect(readBatch(Uint8Array.from(bytes))).toMatchObject({ isCorrupt: true, malformation: undefined });
  });

  it('is followed by another one only if that is complete', () => {
    const batch = [...javaBatch('none')];
    const rest = (length: number, magic: number): number[] => [...Array(8).fill(0), 0, 0, 0, length, 0, 0, 0, 0, magic];
    expect(readBatch(Uint8Array.from([...batch, ...rest(100, 2)])).recordCount).toBe(3);
    for (const [length, magic] of [
      [13, 2],
      [100, 9],
    ] as const) {
      const corrupt = readBatch(Uint8Array.from([...batch, ...rest(length, magic)]));
      expect(corrupt).toMatchObject({ isCorrupt: true, malformation: undefined });
    }
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('whose records cannot be decompressed is damaged: %s', (name) => {
    const batch = readBatch(changedBytes(javaBatch(name), (bytes) => bytes.setInt32(61, 0x01020304)));
    expect(batch).toMatchObject({ isCorrupt: false, damage: { error: 'UNKNOWN_SERVER_ERROR' } });
    expect(() => batch.keys).toThrow(WireError);
  });

  it.each([2, 4])('whose compressed records are not as many as it declares is damaged: %i', (declared) => {
    const bytes = changedBytes(javaBatch('lz4'), (view) => {
      view.setInt32(23, declared - 1);
      view.setInt32(57, declared);
    });
    expect(readBatch(bytes)).toMatchObject({ malformation: undefined, damage: { error: 'INVALID_RECORD' } });
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('of the Java client is not damaged: %s', (name) => {
    expect(readBatch(javaBatch(name)).damage).toBeUndefined();
  });

  it('with a negative number of headers has a malformed record', () => {
    const at = Buffer.from(javaBatch('none')).indexOf('value-0 ') + 'value-0 '.length;
    const batch = changed((bytes) => bytes.setInt8(at, 1));
    expect(batch.recordCount).not.toBe(3);
  });

  it('that needs too much memory is not decompressed', () => {
    // The window of the first frame: 2^31 bytes.
    const batch = readBatch(changedBytes(javaBatch('zstd'), (bytes) => bytes.setUint8(66, 21 << 3)));
    expect(() => batch.keys).toThrow('needs 2147483648 bytes of memory');
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('of random bytes throws nothing but a WireError: %s', (name) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (mutations, crc) => {
          const bytes = changedBytes(
            javaBatch(name),
            (view) => {
              for (const [at, value] of mutations) if (at < view.byteLength) view.setUint8(at, value);
            },
            crc,
          );
          const batch = readBatch(bytes);
          if (!(batch instanceof EncodedBatch)) return;
          const isSound = !batch.isCorrupt && batch.malformation === undefined && batch.damage === undefined;
          try {
            expect(batch.values.length).toBe(batch.recordCount);
          } catch (error) {
            expect(error).toBeInstanceOf(WireError);
            expect(isSound).toBe(false);
          }
        },
      ),
      { numRuns: name === 'none' ? 2000 : 300 },
    );
  });
});
