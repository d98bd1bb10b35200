/** OffsetCommit. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertOffsetCommit(message: WireRequest<'OffsetCommit'>): Exchange<'OffsetCommit'> {
  const { groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId, retentionTimeMs } = message;
  const partitions = message.topics.flatMap(({ name, partitions: asked }) =>
    asked.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
      topic: name,
      partition: partitionIndex,
      committedOffset,
      committedLeaderEpoch,
      committedMetadata,
    })),
  );
  return single(
    { api: 'OffsetCommit', groupId, generationId, memberId, groupInstanceId, retentionTimeMs, partitions },
    (response) => ({
      throttleTimeMs: response.throttleTimeMs,
      topics: byTopic(
        response.partitions,
        ({ partition, error }) => ({ partitionIndex: partition, errorCode: errorCode(error) }),
        (name, converted) => ({ name, partitions: converted }),
      ),
    }),
  );
}
