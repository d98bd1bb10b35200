import { describe, expect, it } from 'vitest';
import {
  groupMetadata,
  type OffsetAndMetadata,
  offsetsToCommit,
} from '../../../src/producer/transaction-state/offsets.ts';
import type { TopicPartition } from '../../../src/protocol/cluster/topic-partition.ts';

const FULL = { offset: 7, leaderEpoch: 3, metadata: 'why' };
const COMMITTED = { committedOffset: 7, committedLeaderEpoch: 3, committedMetadata: 'why' };
const BARE = { committedOffset: 42, committedLeaderEpoch: -1, committedMetadata: '' };

describe('Offsets to commit', () => {
  it.each([
    { form: 'by name', offsets: { 'a-b-0': 42, 't-1': FULL } },
    {
      form: 'by partition',
      offsets: new Map<TopicPartition, number | OffsetAndMetadata>([
        [{ topic: 'a-b', partition: 0 }, 42],
        [{ topic: 't', partition: 1 }, FULL],
      ]),
    },
    {
      form: 'by name in a map, as consumer.endOffsets() returns them',
      offsets: new Map<string, number | OffsetAndMetadata>([
        ['a-b-0', 42],
        ['t-1', FULL],
      ]),
    },
    {
      form: 'as a list',
      offsets: [
        { topic: 'a-b', partition: 0, offset: 42, leaderEpoch: null, metadata: null },
        { topic: 't', partition: 1, ...FULL },
      ],
    },
  ])('can be given $form', ({ offsets }) => {
    expect(offsetsToCommit(offsets)).toEqual([
      { topic: 'a-b', partition: 0, ...BARE },
      { topic: 't', partition: 1, ...COMMITTED },
    ]);
  });

  it('cannot be negative', () => {
    expect(() => offsetsToCommit({ 't-0': -1 })).toThrow('Invalid negative offset');
    expect(() => offsetsToCommit({ 't-0': { offset: -1 } })).toThrow('Invalid negative offset');
  });

  it.each([
    [{ 't-0': Number.NaN }, 't-0: expected an offset, which is a whole number, 0 or more, or'],
    [{ 't-0': '5' }, 'or { offset, leaderEpoch, metadata }, got "5"'],
    [{ 't-0': 5n }, 'got 5n'],
    [{ 't-0': null }, 'got null'],
    [{ 't-0': { offset: 1.5 } }, "t-0, field 'offset': expected a whole number, 0 or more, got 1.5"],
    [{ 't-0': { leaderEpoch: 1 } }, "t-0, field 'offset': expected a whole number, 0 or more, got undefined"],
    [{ 't-0': { offset: 1, metadata: 5 } }, "t-0, field 'metadata': expected a string or null, got 5"],
    [{ 't-0': { offset: 1, epoch: 5 } }, "t-0: there is no field 'epoch'. Did you mean 'leaderEpoch'?"],
    [[{ topic: 't', offset: 5 }], "field 'partition': expected a whole number, got undefined"],
    [[{ topic: 't', partition: 0, offset: 5, value: 'v' }], "t-0: there is no field 'value'"],
    [new Map([[5, 5]]), 'expected a partition, { topic, partition }, got 5'],
    [null, "sendOffsetsToTransaction(offsets): expected offsets by partition, such as { 'payments-0': 42 }, got null"],
    ['t-0', 'got "t-0"'],
  ])('cannot be %o', (offsets, message) => {
    expect(() => offsetsToCommit(offsets as never)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
  });

  it.each(['t', '-0', 't-', 't-x'])('cannot be those of %j', (place) => {
    expect(() => offsetsToCommit({ [place]: 1 })).toThrow(`'${place}' is not a partition: write topic-partition`);
  });
});

describe('A consumer group', () => {
  it('can be given by its id alone: the consumer is then not a member', () => {
    const noMember = { groupId: 'g', generationId: -1, memberId: '', groupInstanceId: null };
    expect(groupMetadata('g')).toEqual(noMember);
    expect(groupMetadata({ groupId: 'g' })).toEqual(noMember);
  });

  it('has no generation without a member', () => {
    expect(() => groupMetadata({ groupId: 'g', generationId: 1, groupInstanceId: 'i' })).toThrow(
      'Passed in group metadata GroupMetadata(groupId = g, generationId = 1, memberId = , groupInstanceId = i) has generationId > 0 but member.id ',
    );
  });

  it('has to have an id', () => {
    expect(() => groupMetadata(null as never)).toThrow('Consumer group metadata could not be null');
    expect(() => groupMetadata({} as never)).toThrow("field 'groupId': expected a string, got undefined");
  });

  it.each([
    [5, "sendOffsetsToTransaction(offsets, group): expected a group's id, or { groupId, generationId,"],
    [{ groupId: 'g', generationId: '1' }, 'field \'generationId\': expected a whole number of 32 bits, got "1"'],
    [{ groupId: 'g', member: 'm' }, "there is no field 'member'. Did you mean 'memberId'?"],
    [{ groupId: 'g', memberId: null }, "field 'memberId': expected a string, got null"],
  ])('cannot be %o', (group, message) => {
    expect(() => groupMetadata(group as never)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
  });
});
