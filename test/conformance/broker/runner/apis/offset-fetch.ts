/**
 * OffsetFetch in the scenario format.
 */
import type { OffsetFetchResponse } from '../../../../../src/protocol/messages.ts';
import { type Fields, flag, type Json, objects, text } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, partitionsOf, sortedPartitions } from './api-format.ts';

/** From this version on, a request can name several groups. A single one may be written as in older versions. */
const GROUPS_SINCE = 8;
/** Longer metadata is written as its number of characters. */
const LONGEST_METADATA = 40;

type Offsets = OffsetFetchResponse['groups'][number]['partitions'];

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
    if (version >= GROUPS_SINCE) {
      return {
        groups: groups.map(({ groupId, error, partitions }) => ({
          groupId,
          error,
          partitions: shownOffsets(partitions),
        })),
      };
    }
    const { error, partitions } = groups[0] ?? { error: 'NONE', partitions: [] };
    return { error, partitions: shownOffsets(partitions) };
  },
};

function readGroup(group: Fields, symbols: Symbols) {
  const partitions = group.partitions === null ? null : partitionsOf(group, symbols, () => ({}));
  return { groupId: text(group, 'groupId'), partitions };
}

function shownOffsets(offsets: Offsets): Json {
  return sortedPartitions(offsets).map(
    ({ topic, partition, error, committedOffset, committedLeaderEpoch, metadata }) => ({
      topic,
      partition,
      error,
      committedOffset,
      ...(committedLeaderEpoch === -1 ? {} : { committedLeaderEpoch }),
      metadata: metadata.length > LONGEST_METADATA ? `${metadata.length} letters` : metadata,
    }),
  );
}
