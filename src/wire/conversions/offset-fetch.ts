/**
 * OffsetFetch. Before version 8 a request names one group, whose offsets stand beside the list of groups. Version 1 has no error of the group, so
 * that brokers of 3.6.1 answer it without an error and without offsets (KafkaApis.fetchOffsetsForGroup).
 */
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

export function convertOffsetFetch(
  { groupId, topics, groups: several, requireStable }: WireRequest<'OffsetFetch'>,
  { version }: ConversionContext,
): Exchange<'OffsetFetch'> {
  const asked = (version < SEVERAL_GROUPS_FROM ? [{ groupId, topics }] : several).map((group) => ({
    groupId: group.groupId,
    partitions: askedPartitions(group.topics),
  }));
  return single({ api: 'OffsetFetch', groups: asked, requireStable }, ({ throttleTimeMs, groups }) => {
    const written = groups.map(groupOf);
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
