import { describe, expect, it } from 'vitest';
import { CLIENT_VERSIONS } from '../../../src/client/versions/index.ts';
import { type GivenGroup, groupMetadata, offsetsToCommit } from '../../../src/producer/transaction-state/offsets.ts';

const V3_9 = CLIENT_VERSIONS['3.9'];
const V4_3 = CLIENT_VERSIONS['4.3'];

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
    expect(groupMetadata('g', V3_9)).toEqual(noMember);
    expect(groupMetadata({ groupId: 'g' }, V3_9)).toEqual(noMember);
  });

  it('cannot be given by its id alone from version 4.0 on', () => {
    expect(groupMetadata({ groupId: 'g' }, V4_3)).toEqual(groupMetadata('g', V3_9));
    expect(() => groupMetadata('g', V4_3)).toThrow(
      expect.objectContaining({
        name: 'NoSuchMethodError',
        message:
          'sendOffsetsToTransaction(offsets, groupId) does not exist in the Java clients 4.3.1: Kafka 4.0 removed it (KIP-447, KAFKA-12690). ' +
          'Call sendOffsetsToTransaction(offsets, consumer.groupMetadata()), or pass { groupId } if there is no consumer',
      }),
    );
    expect(() => groupMetadata(5 as unknown as GivenGroup, V4_3)).toThrow(
      'sendOffsetsToTransaction(offsets, group): expected { groupId, generationId, memberId, groupInstanceId }, got 5',
    );
  });

  it('has no generation without a member', () => {
    expect(() => groupMetadata({ groupId: 'g', generationId: 1, groupInstanceId: 'i' }, V3_9)).toThrow(
      'Passed in group metadata GroupMetadata(groupId = g, generationId = 1, memberId = , groupInstanceId = i) has generationId > 0 but member.id ',
    );
  });

  it('has to have an id', () => {
    expect(() => groupMetadata(null as never, V3_9)).toThrow('Consumer group metadata could not be null');
    expect(() => groupMetadata({} as never, V3_9)).toThrow("field 'groupId': expected a string, got undefined");
  });

  it.each([
    [5, "sendOffsetsToTransaction(offsets, group): expected a group's id, or { groupId, generationId,"],
    [{ groupId: 'g', generationId: '1' }, 'field \'generationId\': expected a whole number of 32 bits, got "1"'],
    [{ groupId: 'g', member: 'm' }, "there is no field 'member'. Did you mean 'memberId'?"],
    [{ groupId: 'g', memberId: null }, "field 'memberId': expected a string, got null"],
  ])('cannot be %o', (group, message) => {
    expect(() => groupMetadata(group as never, V3_9)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
  });
});
