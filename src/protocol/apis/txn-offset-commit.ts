/** TxnOffsetCommit: a group's offsets, committed with a transaction (KIP-98, KIP-447). */

import { type Api, namedPartitions } from '../description/api.ts';
import type { ListFact } from '../description/facts.ts';
import {
  type CommitResult,
  type CommittedPartition,
  commitFacts,
  commitResultFacts,
  refusedCommits,
} from '../description/offset-commits.ts';

export interface TxnOffsetCommitRequest {
  readonly api: 'TxnOffsetCommit';
  readonly transactionalId: string;
  readonly groupId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly partitions: readonly CommittedPartition[];
  /** The client writes the request in no later version; absent: in the latest that both sides know. Not sent. */
  readonly latestVersion?: number;
}
export interface TxnOffsetCommitResponse {
  readonly api: 'TxnOffsetCommit';
  readonly throttleTimeMs: number;
  readonly partitions: readonly CommitResult[];
}

/** First version that carries the member of the group. */
const MEMBER_FROM = 3;

export const txnOffsetCommitApi: Api<
  TxnOffsetCommitRequest,
  TxnOffsetCommitResponse,
  { readonly transactionalId: string; readonly group: string; readonly offsets: ListFact },
  { readonly results: ListFact }
> = {
  key: 28,
  logName: 'TXN_OFFSET_COMMIT',
  versions: [0, 3],
  clientThrottlesFrom: 1,
  // Clients before 2.3 may not expect it (KAFKA-7296).
  newerErrors: { COORDINATOR_LOAD_IN_PROGRESS: { since: 2, before: 'COORDINATOR_NOT_AVAILABLE' } },
  unsupported: (request, version) =>
    namesMember(request) && version < MEMBER_FROM
      ? `Broker doesn't support group metadata commit API on version ${version}, minimum supported request version is 3 ` +
        'which requires brokers to be on version 2.5 or above.'
      : undefined,
  refuse: ({ partitions }, error) => ({
    api: 'TxnOffsetCommit',
    throttleTimeMs: 0,
    partitions: refusedCommits(partitions, error),
  }),
  requestFacts: ({ transactionalId, groupId, partitions }) => ({
    transactionalId,
    group: groupId,
    offsets: commitFacts(partitions),
  }),
  responseFacts: ({ partitions }) => ({ results: commitResultFacts(partitions) }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};

function namesMember({ memberId, generationId, groupInstanceId }: TxnOffsetCommitRequest): boolean {
  return memberId !== '' || generationId !== -1 || groupInstanceId !== null;
}
