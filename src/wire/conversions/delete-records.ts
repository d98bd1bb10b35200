/** DeleteRecords. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertDeleteRecords({ topics, timeoutMs }: WireRequest<'DeleteRecords'>): Exchange<'DeleteRecords'> {
  const partitions = topics.flatMap(({ name, partitions: asked }) =>
    asked.map(({ partitionIndex, offset }) => ({ topic: name, partition: partitionIndex, offset })),
  );
  return single({ api: 'DeleteRecords', timeoutMs: timeout(timeoutMs), partitions }, (response) => ({
    throttleTimeMs: response.throttleTimeMs,
    topics: byTopic(
      response.partitions,
      ({ partition, lowWatermark, error }) => ({
        partitionIndex: partition,
        lowWatermark,
        errorCode: errorCode(error),
      }),
      (name, converted) => ({ name, partitions: converted }),
    ),
  }));
}
