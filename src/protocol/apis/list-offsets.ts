/** ListOffsets: the first or last offset of partitions, or the offset of a moment (KIP-79, KIP-207, KIP-320). */

import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';
import type { IsolationLevel } from './fetch.ts';

/** Timestamp that asks for the offset after the last record that is visible. */
export const LATEST_TIMESTAMP = -1;
/** Timestamp that asks for the first offset of the log. */
export const EARLIEST_TIMESTAMP = -2;
/** Timestamp that asks for the record with the largest timestamp (KIP-734). */
export const MAX_TIMESTAMP = -3;
/** Timestamp that asks for the first offset on the broker's own disk; without tiered storage that of the log (KIP-405). */
export const EARLIEST_LOCAL_TIMESTAMP = -4;

export interface ListOffsetsRequest {
  readonly api: 'ListOffsets';
  readonly replicaId: number;
  readonly isolationLevel: IsolationLevel;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly currentLeaderEpoch: number;
    readonly timestampMs: number;
  }[];
}
export interface ListOffsetsResponse {
  readonly api: 'ListOffsets';
  readonly throttleTimeMs: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly timestampMs: number;
    readonly offset: number;
    readonly leaderEpoch: number;
  }[];
}

export const listOffsetsApi: Api<
  ListOffsetsRequest,
  ListOffsetsResponse,
  { readonly partitions: ListFact },
  { readonly offsets: ListFact }
> = {
  key: 2,
  logName: 'LIST_OFFSETS',
  versions: [0, 8],
  clientThrottlesFrom: 3,
  newerErrors: { OFFSET_NOT_AVAILABLE: { since: 5, before: 'LEADER_NOT_AVAILABLE' } },
  refuse: ({ partitions }, error) => ({
    api: 'ListOffsets',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      timestampMs: -1,
      offset: -1,
      leaderEpoch: -1,
    })),
  }),
  requestFacts: ({ partitions }) => ({ partitions: listFact(partitions.map(partitionName)) }),
  responseFacts: ({ partitions }) => ({
    offsets: listFact(partitions.map((found) => withError(`${partitionName(found)}@${found.offset}`, found.error))),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};
