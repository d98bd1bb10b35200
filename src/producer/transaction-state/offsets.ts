/**
 * The group of a consumer as sendOffsetsToTransaction() takes it, and its offsets as TxnOffsetCommit does.
 */

import { checkOptions, illegalArgument, type OptionTypes } from '../../checks/arguments.ts';
import { INT, isObject, orNull, STRING, valueType } from '../../checks/value-type.ts';
import type { ConsumerGroupMetadata } from '../../client/groups/consumer-group-metadata.ts';
import { givenOffsets, type OffsetsToCommit } from '../../client/groups/offsets-to-commit.ts';
import type { ClientVersion, ClientVersionName, VersionsWith } from '../../client/versions/index.ts';
import { checkNotRemoved } from '../../client/versions/removals.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';

export type OffsetToCommit = TxnOffsetCommitRequest['partitions'][number];

const NO_GENERATION = -1;
const NO_MEMBER = '';
const NO_EPOCH = -1;

/** What a consumer knows of its membership, or only its group. */
export type GivenGroup = Partial<ConsumerGroupMetadata> & { readonly groupId: string };

/** What sendOffsetsToTransaction() of a version takes: only some versions have the method that takes the id of the group. */
export type GroupOf<Version extends ClientVersionName> =
  Version extends VersionsWith<typeof WITH_GROUP_ID> ? GivenGroup | string : GivenGroup;

const WITH_GROUP_ID = 'sendOffsetsToTransaction(offsets, groupId)';

/**
 * @throws NoSuchMethodError for the id of a group, if the version does not have the method that takes it
 * @throws IllegalArgumentException for a generation without a member, and for a value that is not of this form
 */
export function groupMetadata(group: GivenGroup | string, version: ClientVersion): ConsumerGroupMetadata {
  if (typeof group === 'string') {
    checkNotRemoved(version, WITH_GROUP_ID);
    return groupMetadata({ groupId: group }, version);
  }
  if (group === null || group === undefined) {
    throw new IllegalArgumentException('Consumer group metadata could not be null');
  }
  if (!isObject(group)) {
    throw illegalArgument(GROUP, group, version.removedCalls[WITH_GROUP_ID] === undefined ? GROUP_OR_ID : GROUP_ONLY);
  }
  checkOptions(GROUP, group, GROUP_FIELDS, { noun: 'field', required: ['groupId'] });
  const { groupId, generationId = NO_GENERATION, memberId = NO_MEMBER, groupInstanceId = null } = group;
  if (generationId > 0 && memberId === NO_MEMBER) {
    const text = `GroupMetadata(groupId = ${groupId}, generationId = ${generationId}, memberId = , groupInstanceId = ${groupInstanceId ?? ''})`;
    // The sentence without an end is Kafka's.
    throw new IllegalArgumentException(`Passed in group metadata ${text} has generationId > 0 but member.id `);
  }
  return { groupId, generationId, memberId, groupInstanceId };
}

/** @throws IllegalArgumentException as `givenOffsets` does */
export function offsetsToCommit(offsets: OffsetsToCommit): readonly OffsetToCommit[] {
  return givenOffsets('sendOffsetsToTransaction(offsets)', offsets).map(
    ({ topic, partition, offset, leaderEpoch, metadata }) => ({
      topic,
      partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch ?? NO_EPOCH,
      committedMetadata: metadata,
    }),
  );
}

const GROUP = 'sendOffsetsToTransaction(offsets, group)';
const GROUP_TEXT = '{ groupId, generationId, memberId, groupInstanceId }';
const GROUP_ONLY = valueType(isObject, GROUP_TEXT);
const GROUP_OR_ID = valueType(isObject, `a group's id, or ${GROUP_TEXT}`);
const GROUP_FIELDS: OptionTypes<ConsumerGroupMetadata> = {
  groupId: STRING,
  generationId: INT,
  memberId: STRING,
  groupInstanceId: orNull(STRING),
};
