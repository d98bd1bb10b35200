/** OffsetDelete. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertOffsetDelete({ groupId, topics }: WireRequest<'OffsetDelete'>): Exchange<'OffsetDelete'> {
  const asked = partitionsOf(
    topics,
    ({ name }) => name,
    ({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex),
  );
  return single({ api: 'OffsetDelete', groupId, partitions: asked }, ({ throttleTimeMs, error, partitions }) => ({
    errorCode: errorCode(error),
    throttleTimeMs,
    topics: byTopic(
      partitions,
      ({ partition, error: ofPartition }) => ({ partitionIndex: partition, errorCode: errorCode(ofPartition) }),
      (name, converted) => ({ name, partitions: converted }),
    ),
  }));
}
