/** WriteTxnMarkers, which the Java admin client sends for a transaction that hangs (KIP-664). */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertWriteTxnMarkers(message: WireRequest<'WriteTxnMarkers'>): Exchange<'WriteTxnMarkers'> {
  const asked = message.markers.map(({ producerId, producerEpoch, coordinatorEpoch, transactionResult, topics }) => ({
    producerId,
    producerEpoch,
    coordinatorEpoch,
    committed: transactionResult,
    partitions: partitionsOf(
      topics,
      ({ name }) => name,
      ({ partitionIndexes }) => partitionIndexes,
    ),
  }));
  return single({ api: 'WriteTxnMarkers', markers: asked }, ({ markers }) => ({
    markers: markers.map(({ producerId, partitions }) => ({
      producerId,
      topics: byTopic(
        partitions,
        ({ partition, error }) => ({ partitionIndex: partition, errorCode: errorCode(error) }),
        (name, converted) => ({ name, partitions: converted }),
      ),
    })),
  }));
}
