/** OffsetCommit. */
import type { WireRequest } from '../schema/message-codec.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { commitResponse, committedPartitions } from './parts/offset-commits.ts';

export function convertOffsetCommit(message: WireRequest<'OffsetCommit'>): Exchange<'OffsetCommit'> {
  const { groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId, retentionTimeMs } = message;
  const partitions = committedPartitions(message);
  return single(
    { api: 'OffsetCommit', groupId, generationId, memberId, groupInstanceId, retentionTimeMs, partitions },
    commitResponse,
  );
}
