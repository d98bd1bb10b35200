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

  it.each([-1, Number.NaN])('cannot be %d', (offset) => {
    expect(() => offsetsToCommit({ 't-0': offset })).toThrow('Invalid negative offset');
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
  });
});
