/**
 * The APIs for committed offsets in the scenario format.
 */
import type { OffsetFetchResponse } from '../../../../../src/protocol/messages.ts';
import { type Fields, flag, type Json, number, objects, textOrNull } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, committedOffsetsOf, partitionsOf, shownErrors, sortedPartitions } from './api-format.ts';

/** From this version on, a request can name several groups. A single one may be written as in older versions. */
const GROUPS_SINCE = 8;
/** The first version whose answer has an error for the group. */
const GROUP_ERROR_SINCE = 2;
/** The first version whose answer has the leader epochs of offsets. */
const LEADER_EPOCH_SINCE = 5;
/** Longer metadata is written as its number of characters. */
const LONGEST_METADATA = 40;

type Offsets = OffsetFetchResponse['groups'][number]['partitions'];

export const offsetCommit: ApiFormat<'OffsetCommit'> = {
  version: 8,
  request: (fields, symbols, version) => ({
    api: 'OffsetCommit',
    groupId: symbols.group(fields),
    generationId: number(fields, 'generationId', -1),
    memberId: symbols.memberId(fields),
    groupInstanceId: version >= 7 ? textOrNull(fields, 'groupInstanceId') : null,
    retentionTimeMs: version <= 4 ? number(fields, 'retentionTimeMs', -1) : -1,
    partitions: committedOffsetsOf(fields, symbols).map((one) =>
      version >= 6 ? one : { ...one, committedLeaderEpoch: -1 },
    ),
  }),
  answer: ({ partitions }) => ({ partitions: shownErrors(partitions) }),
};

export const offsetFetch: ApiFormat<'OffsetFetch'> = {
  version: 7,
  request: (fields, symbols, version) => ({
    api: 'OffsetFetch',
    groups: (version >= GROUPS_SINCE && fields.groups !== undefined ? objects(fields, 'groups') : [fields]).map(
      (group) => readGroup(group, symbols),
    ),
    requireStable: flag(fields, 'requireStable', false),
  }),
  answer: ({ groups }, _symbols, version) => {
    if (version >= GROUPS_SINCE && groups.length > 0) {
      return {
        groups: groups.map(({ groupId, error, partitions }) => ({
          groupId,
          error,
          partitions: shownOffsets(partitions, version),
        })),
      };
    }
    const { error, partitions } = groups[0] ?? { error: 'NONE', partitions: [] };
    return { error: version >= GROUP_ERROR_SINCE ? error : 'NONE', partitions: shownOffsets(partitions, version) };
  },
};

function readGroup(group: Fields, symbols: Symbols) {
  const partitions = group.partitions === null ? null : partitionsOf(group, symbols, () => ({}));
  return { groupId: symbols.group(group), partitions };
}

function shownOffsets(offsets: Offsets, version: number): Json {
  return sortedPartitions(offsets).map(
    ({ topic, partition, error, committedOffset, committedLeaderEpoch, metadata }) => ({
      topic,
      partition,
      error,
      committedOffset,
      ...(committedLeaderEpoch === -1 || version < LEADER_EPOCH_SINCE ? {} : { committedLeaderEpoch }),
      metadata: metadata.length > LONGEST_METADATA ? `${metadata.length} letters` : metadata,
    }),
  );
}
