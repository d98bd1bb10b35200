/**
 * Covers: src/client/groups/consumer-protocol.ts, src/client/groups/byte-reader.ts, src/client/groups/byte-writer.ts
 */
import { describe, expect, it } from 'vitest';
import {
  readAssignment,
  readSubscription,
  SchemaException,
  writeAssignment,
  writeSubscription,
} from '../../../src/client/groups/consumer-protocol.ts';

const SUBSCRIPTION = {
  topics: ['a', 'orders'],
  userData: Uint8Array.of(1, 2, 3),
  ownedPartitions: [
    { topic: 'a', partition: 2 },
    { topic: 'orders', partition: 0 },
    { topic: 'orders', partition: 5 },
  ],
  generationId: 7,
  rackId: 'eu',
};
const NOTHING = { topics: [], userData: null, ownedPartitions: [], generationId: null, rackId: null };

/** As the Java client 3.6.1 writes it. */
const SUBSCRIPTION_HEX =
  '0003' +
  '00000002' +
  '000161' +
  '00066f7264657273' +
  '00000003010203' +
  '00000002' +
  '0001610000000100000002' +
  '00066f7264657273000000020000000000000005' +
  '00000007' +
  '00026575';

describe('A subscription', () => {
  it('is written as by Java, in the order of names', () => {
    const { topics, ownedPartitions } = SUBSCRIPTION;
    const shuffled = { topics: topics.toReversed(), ownedPartitions: ownedPartitions.toReversed() };
    expect(Buffer.from(writeSubscription({ ...SUBSCRIPTION, ...shuffled })).toString('hex')).toBe(SUBSCRIPTION_HEX);
    expect(readSubscription(Uint8Array.from(Buffer.from(SUBSCRIPTION_HEX, 'hex')))).toEqual(SUBSCRIPTION);
    expect(readSubscription(writeSubscription(NOTHING))).toEqual(NOTHING);
  });

  it('of an older version lacks what came later', () => {
    const ofVersion = (version: number): object => {
      const bytes = writeSubscription(SUBSCRIPTION);
      bytes[1] = version;
      return readSubscription(bytes);
    };
    expect(ofVersion(2)).toEqual({ ...SUBSCRIPTION, rackId: null });
    expect(ofVersion(1)).toEqual({ ...SUBSCRIPTION, rackId: null, generationId: null });
    expect(ofVersion(0)).toEqual({ ...SUBSCRIPTION, rackId: null, generationId: null, ownedPartitions: [] });
  });

  it('is refused if it ends too early', () => {
    const bytes = writeSubscription(SUBSCRIPTION);
    expect(() => readSubscription(bytes.slice(0, 12))).toThrow(SchemaException);
  });
});

describe('An assignment', () => {
  it('keeps its partitions', () => {
    expect(readAssignment(writeAssignment(SUBSCRIPTION.ownedPartitions))).toEqual(SUBSCRIPTION.ownedPartitions);
    expect(readAssignment(writeAssignment([]))).toEqual([]);
  });

  it('is refused if it ends too early', () => {
    expect(() => readAssignment(Uint8Array.of(0, 0, 0, 0, 0, 1))).toThrow(
      "Buffer underflow while parsing consumer protocol's assignment",
    );
  });
});
