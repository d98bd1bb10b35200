/** ListOffsets. Every client is a consumer, whatever its replica id. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode, isolationLevel } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

const CONSUMER = -1;

export function convertListOffsets(message: WireRequest<'ListOffsets'>): Exchange<'ListOffsets'> {
  return single(
    {
      api: 'ListOffsets',
      replicaId: CONSUMER,
      isolationLevel: isolationLevel(message.isolationLevel),
      partitions: message.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, currentLeaderEpoch, timestamp }) => ({
          topic: name,
          partition: partitionIndex,
          currentLeaderEpoch,
          timestampMs: timestamp,
        })),
      ),
    },
    ({ throttleTimeMs, partitions }) => ({
      throttleTimeMs,
      topics: byTopic(
        partitions,
        (found) => ({
          partitionIndex: found.partition,
          errorCode: errorCode(found.error),
          timestamp: found.timestampMs,
          offset: found.offset,
          leaderEpoch: found.leaderEpoch,
        }),
        (name, converted) => ({ name, partitions: converted }),
      ),
    }),
  );
}
