import { expect, it } from 'vitest';
import { RecordMetadata } from '../../../src/producer/record/record-metadata.ts';

it('record metadata counts its offset from the batch’s', () => {
  const metadata = new RecordMetadata('t', 0, 3, 2, 77, 1, 4);
  expect(String(metadata)).toBe('t-0@5');
  expect([metadata.offset(), metadata.timestamp(), metadata.hasOffset(), metadata.hasTimestamp()]).toEqual([
    5,
    77,
    true,
    true,
  ]);
});

it('record metadata without a known base offset has no offset, in whatever row', () => {
  const metadata = new RecordMetadata('t', 0, -1, 2, 77, -1, 4);
  expect([metadata.offset(), metadata.hasOffset()]).toEqual([-1, false]);
});

it('the metadata of a failed record knows its topic and partition only', () => {
  const metadata = RecordMetadata.unknown('t', -1);
  expect(String(metadata)).toBe('t--1@-1');
  expect([metadata.hasOffset(), metadata.hasTimestamp(), metadata.serializedKeySize()]).toEqual([false, false, -1]);
});
