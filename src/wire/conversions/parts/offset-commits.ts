/** What OffsetCommit and TxnOffsetCommit have in common in messages. */
import type { CommitResult, CommittedPartition } from '../../../protocol/description/offset-commits.ts';
import type { WireRequest, WireResponse } from '../../schema/message-codec.ts';
import { byTopic } from './by-topic.ts';
import { errorCode } from './codes.ts';

export function committedPartitions({ topics }: Pick<WireRequest<'TxnOffsetCommit'>, 'topics'>): CommittedPartition[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
      topic: name,
      partition: partitionIndex,
      committedOffset,
      committedLeaderEpoch,
      committedMetadata,
    })),
  );
}

export function commitResponse(response: {
  readonly throttleTimeMs: number;
  readonly partitions: readonly CommitResult[];
}): WireResponse<'OffsetCommit' | 'TxnOffsetCommit'> {
  return {
    throttleTimeMs: response.throttleTimeMs,
    topics: byTopic(
      response.partitions,
      ({ partition, error }) => ({ partitionIndex: partition, errorCode: errorCode(error) }),
      (name, partitions) => ({ name, partitions }),
    ),
  };
}
