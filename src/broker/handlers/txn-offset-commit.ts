/**
 * TxnOffsetCommit (KIP-98; KIP-447 for members of groups).
 *
 * Checks, in the real broker's order: per partition, it exists; the group id is not empty; this broker coordinates the group; since 3.7, the group's
 * partition of `__consumer_offsets` is in the transaction, to which it is added from version 5 on (KIP-890); the member
 * and its generation, if the request names one; per partition, the metadata is not too long; the producer's epoch. The response is sent
 * once the offsets are on all in-sync replicas. They take effect when the transaction is committed.
 * Differs: there are no ACLs. A broker of 4.3 that is loading the group looks at the transaction first.
 */

import { txnOffsetCommitApi } from '../../protocol/apis/txn-offset-commit.ts';
import { errorFor } from '../../protocol/description/api.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';
import { commitOffsets } from '../requests/commit-offsets.ts';

export function handleTxnOffsetCommit(call: Call, request: TxnOffsetCommitRequest): void {
  const { transactionalId, producerId, producerEpoch } = request;
  const producer = { transactionalId, producerId, producerEpoch };
  commitOffsets(call, { request, producer, expireTimestampMs: null }, (results) => {
    const partitions = results.map((result) => ({
      ...result,
      error: errorFor(txnOffsetCommitApi, call.apiVersion, result.error),
    }));
    answer(call, { api: 'TxnOffsetCommit', throttleTimeMs: 0, partitions });
  });
}
