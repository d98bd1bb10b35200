/** DescribeProducers. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertDescribeProducers(message: WireRequest<'DescribeProducers'>): Exchange<'DescribeProducers'> {
  const asked = partitionsOf(
    message.topics,
    ({ name }) => name,
    ({ partitionIndexes }) => partitionIndexes,
  );
  return single({ api: 'DescribeProducers', partitions: asked }, ({ throttleTimeMs, partitions }) => ({
    throttleTimeMs,
    topics: byTopic(
      partitions,
      ({ partition, error, errorMessage, activeProducers }) => ({
        partitionIndex: partition,
        errorCode: errorCode(error),
        errorMessage,
        activeProducers: activeProducers.map(({ lastTimestampMs, ...producer }) => ({
          ...producer,
          lastTimestamp: lastTimestampMs,
        })),
      }),
      (name, converted) => ({ name, partitions: converted }),
    ),
  }));
}
