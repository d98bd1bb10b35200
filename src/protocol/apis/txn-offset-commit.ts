/** TxnOffsetCommit: a group's offsets, committed with a transaction (KIP-98, KIP-447). */

import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface TxnOffsetCommitRequest {
  readonly api: 'TxnOffsetCommit';
  readonly transactionalId: string;
  readonly groupId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committedOffset: number;
    readonly committedLeaderEpoch: number;
    readonly committedMetadata: string | null;
  }[];
}
export interface TxnOffsetCommitResponse {
  readonly api: 'TxnOffsetCommit';
  readonly throttleTimeMs: number;
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
}

/** First version that carries the member of the group. */
const MEMBER_FROM = 3;

export const txnOffsetCommitApi: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
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
    partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error })),
  }),
  requestFacts: ({ transactionalId, groupId, partitions }) => ({
    transactionalId,
    group: groupId,
    offsets: listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.committedOffset}`)),
  }),
  responseFacts: ({ partitions }) => ({
    results: listFact(partitions.map((committed) => withError(partitionName(committed), committed.error))),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};

function namesMember({ memberId, generationId, groupInstanceId }: TxnOffsetCommitRequest): boolean {
  return memberId !== '' || generationId !== -1 || groupInstanceId !== null;
}
