/** TxnOffsetCommit. */
import type { WireRequest } from '../schema/message-codec.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { commitResponse, committedPartitions } from './parts/offset-commits.ts';

export function convertTxnOffsetCommit(message: WireRequest<'TxnOffsetCommit'>): Exchange<'TxnOffsetCommit'> {
  const { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId } = message;
  const request = {
    api: 'TxnOffsetCommit',
    transactionalId,
    groupId,
    producerId,
    producerEpoch,
    generationId,
    memberId,
    groupInstanceId,
    partitions: committedPartitions(message),
  } as const;
  return single(request, commitResponse);
}
