import { describe, expect, it } from 'vitest';
import { groupMetadata, offsetsToCommit } from '../../../src/producer/transaction-state/offsets.ts';

describe('Offsets to commit', () => {
  it('are those of a TxnOffsetCommit, with its defaults', () => {
    expect(offsetsToCommit({ 'a-b-0': 42, 't-1': { offset: 7, leaderEpoch: 3, metadata: 'why' } })).toEqual([
      { topic: 'a-b', partition: 0, committedOffset: 42, committedLeaderEpoch: -1, committedMetadata: '' },
      { topic: 't', partition: 1, committedOffset: 7, committedLeaderEpoch: 3, committedMetadata: 'why' },
    ]);
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
