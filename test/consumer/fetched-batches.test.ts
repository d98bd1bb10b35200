import { describe, expect, it } from 'vitest';
import { StringDeserializer } from '../../src/client/serialization/string-serializer.ts';
import { readBatches } from '../../src/consumer/fetched-batches.ts';
import { FieldDeserializer } from '../../src/consumer/field-deserializer.ts';
import type { IsolationLevel } from '../../src/protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../src/protocol/records/record-batch.ts';

function stored(baseOffset: number, values: readonly string[], more: Partial<RecordBatch> = {}): StoredBatch {
  const batch: RecordBatch = {
    recordCount: Math.max(values.length, 1),
    sizeInBytes: 100,
    compression: 'none',
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    maxTimestampMs: 7,
    keys: values.map(() => null),
    values,
    ...more,
  };
  return { baseOffset, partitionLeaderEpoch: 0, batch };
}

const transactional = (producerId: number): Partial<RecordBatch> => ({ producerId, isTransactional: true });
const marker = (producerId: number, control: 'ABORT' | 'COMMIT'): Partial<RecordBatch> => ({
  ...transactional(producerId),
  control,
});

const text = (field: 'key' | 'value'): FieldDeserializer<string> =>
  new FieldDeserializer(field, new StringDeserializer());

function read(
  records: readonly StoredBatch[],
  {
    position = 0,
    isolationLevel = 'read_committed',
    value = text('value'),
  }: { position?: number; isolationLevel?: IsolationLevel; value?: FieldDeserializer<string> } = {},
  abortedTransactions: readonly { producerId: number; firstOffset: number }[] = [],
) {
  const offsets = { highWatermark: 100, lastStableOffset: 100, logStartOffset: 0 };
  const fetched = { topic: 't', partition: 0, error: 'NONE' as const, ...offsets, abortedTransactions, records };
  return readBatches(fetched, position, isolationLevel, { key: text('key'), value });
}

const shown = ({ records }: ReturnType<typeof read>): string[] =>
  records.map(({ offset, value }) => `${offset} ${value}`);

describe('The records of fetched batches', () => {
  it('have offsets, timestamps and headers of their own', () => {
    const headers = [[{ key: 'h', value: null }], []];
    const { records } = read([stored(3, ['a', 'b'], { timestampsMs: [5, 6], headers })]);
    expect(records).toEqual([
      {
        topic: 't',
        partition: 0,
        offset: 3,
        timestampMs: 5,
        timestampType: 'CreateTime',
        key: null,
        value: 'a',
        headers: headers[0],
      },
      {
        topic: 't',
        partition: 0,
        offset: 4,
        timestampMs: 6,
        timestampType: 'CreateTime',
        key: null,
        value: 'b',
        headers: [],
      },
    ]);
  });

  it('have the time of the append if the broker set it', () => {
    const { records } = read([{ ...stored(0, ['a']), logAppendTimeMs: 99 }]);
    expect(records[0]).toMatchObject({ timestampMs: 99, timestampType: 'LogAppendTime' });
  });

  it('begin at the position, which may lie within a batch', () => {
    expect(shown(read([stored(0, ['a', 'b', 'c'])], { position: 2 }))).toEqual(['2 c']);
  });

  it('are followed by the offset after the last batch, even if that is a marker', () => {
    expect(read([stored(0, ['a', 'b']), stored(2, [], marker(1, 'COMMIT'))]).nextPosition).toBe(3);
    expect(read([], { position: 8 }).nextPosition).toBe(8);
  });
});

describe('Records of aborted transactions', () => {
  const log = [
    stored(0, ['a'], transactional(1)),
    stored(1, ['b'], transactional(2)),
    stored(2, ['c']),
    stored(3, [], marker(1, 'ABORT')),
    stored(4, ['d'], transactional(1)),
    stored(5, [], marker(2, 'COMMIT')),
  ];

  it('are skipped with read_committed, up to the marker of their producer', () => {
    expect(shown(read(log, {}, [{ producerId: 1, firstOffset: 0 }]))).toEqual(['1 b', '2 c', '4 d']);
  });

  it('are skipped if one producer aborts twice, whatever the order of the list', () => {
    const aborted = [
      { producerId: 1, firstOffset: 4 },
      { producerId: 1, firstOffset: 0 },
    ];
    expect(shown(read([...log, stored(6, [], marker(1, 'ABORT'))], {}, aborted))).toEqual(['1 b', '2 c']);
  });

  it('are returned with read_uncommitted, but never the markers', () => {
    const options = { isolationLevel: 'read_uncommitted' as const };
    expect(shown(read(log, options, [{ producerId: 1, firstOffset: 0 }]))).toEqual(['0 a', '1 b', '2 c', '4 d']);
  });

  it('end before a record that cannot be deserialized, which says where it is', () => {
    const refusing = new FieldDeserializer<string>('value', {
      deserialize: (_topic, data) => {
        const decoded = new TextDecoder().decode(data as Uint8Array);
        if (decoded === 'c') throw new Error('not a payment');
        return decoded;
      },
    });
    const result = read([stored(3, ['a', 'b']), stored(5, ['c', 'd'])], { value: refusing });
    expect(shown(result)).toEqual(['3 a', '4 b']);
    expect(result.nextPosition).toBe(5);
    expect(result.failure).toMatchObject({
      name: 'RecordDeserializationException',
      message:
        'Error deserializing key/value for partition t-0 at offset 5. If needed, please seek past the record to continue consumption.',
      cause: { message: 'not a payment' },
    });
    expect(result.failure?.topicPartition()).toEqual({ topic: 't', partition: 0 });
  });
});
