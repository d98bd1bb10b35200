/** AlterPartitionReassignments. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertAlterPartitionReassignments({
  timeoutMs,
  topics,
}: WireRequest<'AlterPartitionReassignments'>): Exchange<'AlterPartitionReassignments'> {
  const asked = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas }) => ({ topic: name, partition: partitionIndex, replicas })),
  );
  return single(
    { api: 'AlterPartitionReassignments', timeoutMs: timeout(timeoutMs), partitions: asked },
    ({ throttleTimeMs, error, errorMessage, partitions }) => ({
      throttleTimeMs,
      errorCode: errorCode(error),
      errorMessage,
      responses: byTopic(
        partitions,
        (one) => ({
          partitionIndex: one.partition,
          errorCode: errorCode(one.error),
          errorMessage: one.errorMessage,
        }),
        (name, converted) => ({ name, partitions: converted }),
      ),
    }),
  );
}
