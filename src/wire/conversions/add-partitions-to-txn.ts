/** AddPartitionsToTxn, in the versions of clients: later ones are for brokers among themselves. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertAddPartitionsToTxn(message: WireRequest<'AddPartitionsToTxn'>): Exchange<'AddPartitionsToTxn'> {
  return single(
    {
      api: 'AddPartitionsToTxn',
      transactionalId: message.v3AndBelowTransactionalId,
      producerId: message.v3AndBelowProducerId,
      producerEpoch: message.v3AndBelowProducerEpoch,
      partitions: partitionsOf(
        message.v3AndBelowTopics,
        ({ name }) => name,
        ({ partitions }) => partitions,
      ),
    },
    ({ throttleTimeMs, partitions }) => ({
      throttleTimeMs,
      resultsByTopicV3AndBelow: byTopic(
        partitions,
        ({ partition, error }) => ({ partitionIndex: partition, partitionErrorCode: errorCode(error) }),
        (name, resultsByPartition) => ({ name, resultsByPartition }),
      ),
    }),
  );
}
