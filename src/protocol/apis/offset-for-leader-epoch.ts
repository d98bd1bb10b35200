/** OffsetForLeaderEpoch: where a leader's epoch ended in its log (KIP-101, KIP-279, KIP-320). */
import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface OffsetForLeaderEpochRequest {
  readonly api: 'OffsetForLeaderEpoch';
  /** -1 for a consumer, -2 for a client that debugs, the broker's id for a follower. */
  readonly replicaId: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    /** -1 if unknown; else the leader checks it. */
    readonly currentLeaderEpoch: number;
    /** The epoch whose end is asked for. */
    readonly leaderEpoch: number;
  }[];
}
export interface OffsetForLeaderEpochResponse {
  readonly api: 'OffsetForLeaderEpoch';
  readonly throttleTimeMs: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    /** The largest epoch up to the one asked for; -1 if the log knows none. */
    readonly leaderEpoch: number;
    readonly endOffset: number;
  }[];
}

export const offsetForLeaderEpochApi: Api<
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
  { readonly epochs: ListFact },
  { readonly ends: ListFact }
> = {
  key: 23,
  logName: 'OFFSET_FOR_LEADER_EPOCH',
  versions: [0, 4],
  clientThrottlesFrom: 2,
  refuse: ({ partitions }, error) => ({
    api: 'OffsetForLeaderEpoch',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      leaderEpoch: -1,
      endOffset: -1,
    })),
  }),
  requestFacts: ({ partitions }) => ({
    epochs: listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.leaderEpoch}`)),
  }),
  responseFacts: ({ partitions }) => ({
    ends: listFact(partitions.map((one) => withError(`${partitionName(one)}@${one.endOffset}`, one.error))),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
  }),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};
