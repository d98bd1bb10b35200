/** ListPartitionReassignments. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertListPartitionReassignments({
  timeoutMs,
  topics,
}: WireRequest<'ListPartitionReassignments'>): Exchange<'ListPartitionReassignments'> {
  const asked =
    topics &&
    partitionsOf(
      topics,
      ({ name }) => name,
      ({ partitionIndexes }) => partitionIndexes,
    );
  return single(
    { api: 'ListPartitionReassignments', timeoutMs: timeout(timeoutMs), partitions: asked },
    ({ throttleTimeMs, error, errorMessage, partitions }) => ({
      throttleTimeMs,
      errorCode: errorCode(error),
      errorMessage,
      topics: byTopic(
        partitions,
        ({ partition, replicas, addingReplicas, removingReplicas }) => ({
          partitionIndex: partition,
          replicas,
          addingReplicas,
          removingReplicas,
        }),
        (name, converted) => ({ name, partitions: converted }),
      ),
    }),
  );
}
