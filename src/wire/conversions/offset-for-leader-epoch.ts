/** OffsetForLeaderEpoch. Every client is a consumer, whatever its replica id. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

const CONSUMER = -1;

export function convertOffsetForLeaderEpoch({
  topics,
}: WireRequest<'OffsetForLeaderEpoch'>): Exchange<'OffsetForLeaderEpoch'> {
  const asked = topics.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => ({
      topic,
      partition,
      currentLeaderEpoch,
      leaderEpoch,
    })),
  );
  return single(
    { api: 'OffsetForLeaderEpoch', replicaId: CONSUMER, partitions: asked },
    ({ throttleTimeMs, partitions }) => ({
      throttleTimeMs,
      topics: byTopic(
        partitions,
        ({ partition, error, leaderEpoch, endOffset }) => ({
          errorCode: errorCode(error),
          partition,
          leaderEpoch,
          endOffset,
        }),
        (topic, converted) => ({ topic, partitions: converted }),
      ),
    }),
  );
}
