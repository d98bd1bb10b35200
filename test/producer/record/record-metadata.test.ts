import { inspect } from 'node:util';
import { expect } from 'kafka-trial/vitest';
import { it } from 'vitest';
import { RecordMetadata } from '../../../src/producer/record/record-metadata.ts';

it('Record metadata has the offset of the batch plus the index of the record', () => {
  const metadata = new RecordMetadata('t', 0, 3, 2, 77, 1, 4);
  expect(String(metadata)).toBe('t-0@5');
  expect([metadata.offset(), metadata.timestamp(), metadata.hasOffset(), metadata.hasTimestamp()]).toEqual([
    5,
    77,
    true,
    true,
  ]);
});

it('Record metadata without a known base offset has no offset, in any row', () => {
  const metadata = new RecordMetadata('t', 0, -1, 2, 77, -1, 4);
  expect([metadata.offset(), metadata.hasOffset()]).toEqual([-1, false]);
});

it('The metadata of a failed record has a topic and a partition only', () => {
  const metadata = RecordMetadata.unknown('t', -1);
  expect(String(metadata)).toBe('t--1@-1');
  expect([metadata.hasOffset(), metadata.hasTimestamp(), metadata.serializedKeySize()]).toEqual([false, false, -1]);
});

it('Record metadata is printed, serialized and compared as an object with four fields', () => {
  const metadata = new RecordMetadata('t', 0, 3, 2, 77, 1, 4);
  const fields = { topic: 't', partition: 0, offset: 5, timestampMs: 77 };
  expect(inspect(metadata)).toBe('RecordMetadata { topic: "t", partition: 0, offset: 5, timestampMs: 77 }');
  expect(JSON.parse(JSON.stringify(metadata))).toStrictEqual(fields);
  expect(metadata).toEqual(fields);
  expect(metadata).toEqual({ ...fields, timestampMs: expect.any(Number) });
  expect(metadata).toMatchObject({ topic: 't', offset: 5 });
  expect({ sent: [metadata] }).toEqual({ sent: [fields] });
  expect(fields).toEqual(metadata);
  expect(metadata).toEqual(new RecordMetadata('t', 0, 5, 0, 77, 1, 4));
  expect(metadata).not.toEqual({ ...fields, offset: 6 });
  expect(metadata).not.toEqual({ topic: 't', offset: 5 });
  expect(metadata).not.toEqual({ ...fields, keySize: 1 });
  expect(metadata).not.toMatchObject({ offset: 6 });
});
