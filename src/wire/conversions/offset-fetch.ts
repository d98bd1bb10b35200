/** OffsetFetch. Before version 8 a request names one group, whose offsets stand beside the list of groups. */
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../protocol/messages.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type ConversionContext, type Exchange, single } from './parts/exchange.ts';

type Topics = WireRequest<'OffsetFetch'>['topics'];
type AskedGroup = OffsetFetchRequest['groups'][number];
type Group = OffsetFetchResponse['groups'][number];
type WireGroup = WireResponse<'OffsetFetch'>['groups'][number];

const SEVERAL_GROUPS_FROM = 8;
/** First version with an error of the whole response. */
const ERROR_FROM = 2;

export function convertOffsetFetch(
  { groupId, topics, groups: several, requireStable }: WireRequest<'OffsetFetch'>,
  { version }: ConversionContext,
): Exchange<'OffsetFetch'> {
  const asked = (version < SEVERAL_GROUPS_FROM ? [{ groupId, topics }] : several).map((group) => ({
    groupId: group.groupId,
    partitions: askedPartitions(group.topics),
  }));
  return single({ api: 'OffsetFetch', groups: asked, requireStable }, ({ throttleTimeMs, groups }) => {
    const answered = version < ERROR_FROM ? groups.map((group, i) => withErrors(group, asked[i])) : groups;
    const written = answered.map(groupOf);
    const { topics: ofFirst = [], errorCode: code = 0 } = written[0] ?? {};
    return { throttleTimeMs, topics: ofFirst, errorCode: code, groups: written };
  });
}

function askedPartitions(topics: Topics): AskedGroup['partitions'] {
  if (topics === null) return null;
  return partitionsOf(
    topics,
    ({ name }) => name,
    ({ partitionIndexes }) => partitionIndexes,
  );
}

/** The error of the group at each of its partitions. */
function withErrors(group: Group, asked: AskedGroup | undefined): Group {
  if (group.error === 'NONE') return group;
  const partitions = (asked?.partitions ?? []).map((one) => ({
    ...one,
    error: group.error,
    committedOffset: -1,
    committedLeaderEpoch: -1,
    metadata: '',
  }));
  return { ...group, partitions };
}

function groupOf({ groupId, error, partitions }: Group): WireGroup {
  return {
    groupId,
    errorCode: errorCode(error),
    topics: byTopic(
      partitions,
      ({ partition, error: ofPartition, committedOffset, committedLeaderEpoch, metadata }) => ({
        partitionIndex: partition,
        committedOffset,
        committedLeaderEpoch,
        metadata,
        errorCode: errorCode(ofPartition),
      }),
      (name, converted) => ({ name, partitions: converted }),
    ),
  };
}
