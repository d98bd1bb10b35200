/** OffsetFetch: offsets that groups have committed (KIP-447 for requireStable, KIP-709 for several groups). */
import { partitionName, type TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface OffsetFetchRequest {
  readonly api: 'OffsetFetch';
  /** One before version 8. */
  readonly groups: readonly {
    readonly groupId: string;
    /** `null` for all that the group has committed. */
    readonly partitions: readonly TopicPartition[] | null;
  }[];
  /** Offsets that an open transaction has committed, too, are answered with UNSTABLE_OFFSET_COMMIT. */
  readonly requireStable: boolean;
}
export interface OffsetFetchResponse {
  readonly api: 'OffsetFetch';
  readonly throttleTimeMs: number;
  readonly groups: readonly {
    readonly groupId: string;
    readonly error: ErrorName;
    readonly partitions: readonly {
      readonly topic: string;
      readonly partition: number;
      readonly error: ErrorName;
      /** -1 if there is none. */
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly metadata: string;
    }[];
  }[];
}

export const offsetFetchApi: Api<
  OffsetFetchRequest,
  OffsetFetchResponse,
  { readonly groups: ListFact },
  { readonly offsets: ListFact }
> = {
  key: 9,
  logName: 'OFFSET_FETCH',
  versions: [0, 8],
  clientThrottlesFrom: 4,
  refuse: ({ groups }, error) => ({
    api: 'OffsetFetch',
    throttleTimeMs: 0,
    groups: groups.map(({ groupId }) => ({ groupId, error, partitions: [] })),
  }),
  requestFacts: ({ groups }) => ({ groups: listFact(groups.map(({ groupId }) => groupId)) }),
  responseFacts: ({ groups }) => ({
    offsets: listFact(
      groups.flatMap(({ partitions }) =>
        partitions.map((one) => withError(`${partitionName(one)}@${one.committedOffset}`, one.error)),
      ),
    ),
  }),
  subject: namedPartitions(({ groups }) => groups.flatMap(({ partitions }) => partitions ?? [])),
  randomErrors: ['NOT_COORDINATOR', 'COORDINATOR_LOAD_IN_PROGRESS'],
  placedErrors: ['NOT_COORDINATOR'],
};
