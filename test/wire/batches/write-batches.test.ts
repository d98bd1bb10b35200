import { describe, expect, it } from 'vitest';
import { payloadText } from '../../../src/protocol/records/payload.ts';
import { type RecordBatch, timestampOf } from '../../../src/protocol/records/record-batch.ts';
import { readBatch } from '../../../src/wire/batches/read-batch.ts';
import { writeBatch } from '../../../src/wire/batches/write-batches.ts';
import { JAVA_HEADERS, JAVA_KEYS, JAVA_TIMESTAMPS_MS, javaBatch, javaValues } from './java-batches.ts';

/** A batch of this project's own producer. */
const own: RecordBatch = {
  recordCount: 3,
  sizeInBytes: 0,
  compression: 'none',
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  isTransactional: false,
  maxTimestampMs: Math.max(...JAVA_TIMESTAMPS_MS),
  keys: JAVA_KEYS,
  values: javaValues('none'),
  timestampsMs: JAVA_TIMESTAMPS_MS,
  headers: JAVA_HEADERS,
};
const marker: RecordBatch = {
  ...own,
  recordCount: 1,
  producerId: 4711,
  producerEpoch: 3,
  isTransactional: true,
  coordinatorEpoch: 9,
  maxTimestampMs: 1_700_000_000_000,
  keys: [null],
  values: [null],
  timestampsMs: undefined,
  headers: undefined,
};

describe('writeBatch', () => {
  it.each([
    ['that came as bytes', readBatch(javaBatch('none'))],
    ['of our own producer', own],
  ])('writes a batch %s like a broker of Java', (_, batch) => {
    const stored = { baseOffset: 100, partitionLeaderEpoch: 5, batch };
    expect(writeBatch(stored)).toEqual(javaBatch('stored at 100 in epoch 5'));
    expect(writeBatch({ ...stored, logAppendTimeMs: 1_800_000_000_000 })).toEqual(
      javaBatch('stored at 100 in epoch 5 with append time'),
    );
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('leaves compressed records as they came: %s', (name) => {
    const batch = readBatch(javaBatch(name));
    const bytes = writeBatch({ baseOffset: 0, partitionLeaderEpoch: -1, batch });
    expect(bytes).toEqual(javaBatch(name));
    expect(batch).toHaveProperty('columnsRead', undefined);
  });

  it('does not change the batch', () => {
    const batch = readBatch(javaBatch('none'));
    writeBatch({ baseOffset: 100, partitionLeaderEpoch: 5, batch, logAppendTimeMs: 1 });
    expect(batch).toHaveProperty('encoded', javaBatch('none'));
  });

  it.each([
    ['COMMIT', 'marker commit'],
    ['ABORT', 'marker abort'],
  ] as const)('writes the marker of a transaction: %s', (control, name) => {
    const stored = { baseOffset: 7, partitionLeaderEpoch: 2, batch: { ...marker, control } };
    expect(writeBatch(stored)).toEqual(javaBatch(name));
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'writes batches of our own producer that can be decompressed: %s',
    (compression) => {
      const values = ['a', 'b'.repeat(100_000), 'c'.repeat(200_000)];
      const bytes = writeBatch({ baseOffset: 0, partitionLeaderEpoch: 0, batch: { ...own, compression, values } });
      const read = readBatch(bytes);
      expect(read).toMatchObject({ compression, isCorrupt: false, malformation: undefined });
      expect(read.values.map(payloadText)).toEqual(values);
      expect(timestampOf(read, 2)).toBe(JAVA_TIMESTAMPS_MS[2]);
    },
  );
});
