/** OffsetCommit: a member of a group, or a client without one, stores how far it has read. */
import { type Api, namedPartitions } from '../description/api.ts';
import type { ListFact } from '../description/facts.ts';
import {
  type CommitResult,
  type CommittedPartition,
  commitFacts,
  commitResultFacts,
  refusedCommits,
} from '../description/offset-commits.ts';

export interface OffsetCommitRequest {
  readonly api: 'OffsetCommit';
  readonly groupId: string;
  /** -1 from a client that is not a member. */
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** Versions 2 to 4; -1: as long as the broker keeps offsets. */
  readonly retentionTimeMs: number;
  readonly partitions: readonly CommittedPartition[];
}
export interface OffsetCommitResponse {
  readonly api: 'OffsetCommit';
  readonly throttleTimeMs: number;
  readonly partitions: readonly CommitResult[];
}

/** First version that carries `group.instance.id`. */
const INSTANCE_ID_FROM = 7;

export const offsetCommitApi: Api<
  OffsetCommitRequest,
  OffsetCommitResponse,
  { readonly group: string; readonly generation?: number | undefined; readonly offsets: ListFact },
  { readonly results: ListFact }
> = {
  key: 8,
  logName: 'OFFSET_COMMIT',
  versions: [0, 9],
  clientThrottlesFrom: 4,
  unsupported: ({ groupInstanceId }, version) =>
    groupInstanceId !== null && version < INSTANCE_ID_FROM
      ? `The broker offset commit protocol version ${version} does not support usage of config group.instance.id.`
      : undefined,
  refuse: ({ partitions }, error) => ({
    api: 'OffsetCommit',
    throttleTimeMs: 0,
    partitions: refusedCommits(partitions, error),
  }),
  requestFacts: ({ groupId, generationId, partitions }) => ({
    group: groupId,
    generation: generationId < 0 ? undefined : generationId,
    offsets: commitFacts(partitions),
  }),
  responseFacts: ({ partitions }) => ({ results: commitResultFacts(partitions) }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'REQUEST_TIMED_OUT'],
  placedErrors: ['NOT_COORDINATOR'],
};
