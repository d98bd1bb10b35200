/** TxnOffsetCommit. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertTxnOffsetCommit(message: WireRequest<'TxnOffsetCommit'>): Exchange<'TxnOffsetCommit'> {
  const { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId } = message;
  const partitions = message.topics.flatMap(({ name, partitions: asked }) =>
    asked.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
      topic: name,
      partition: partitionIndex,
      committedOffset,
      committedLeaderEpoch,
      committedMetadata,
    })),
  );
  const request = {
    api: 'TxnOffsetCommit',
    transactionalId,
    groupId,
    producerId,
    producerEpoch,
    generationId,
    memberId,
    groupInstanceId,
    partitions,
  } as const;
  return single(request, (response) => ({
    throttleTimeMs: response.throttleTimeMs,
    topics: byTopic(
      response.partitions,
      ({ partition, error }) => ({ partitionIndex: partition, errorCode: errorCode(error) }),
      (name, converted) => ({ name, partitions: converted }),
    ),
  }));
}
