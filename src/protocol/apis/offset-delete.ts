/** OffsetDelete: committed offsets of a group are deleted, of topics that no member is subscribed to (KIP-496). */
import { partitionName, type TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface OffsetDeleteRequest {
  readonly api: 'OffsetDelete';
  readonly groupId: string;
  readonly partitions: readonly TopicPartition[];
}
export interface OffsetDeleteResponse {
  readonly api: 'OffsetDelete';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  /** Empty if the whole request was refused. */
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
}

export const offsetDeleteApi: Api<
  OffsetDeleteRequest,
  OffsetDeleteResponse,
  { readonly group: string; readonly partitions: ListFact },
  { readonly results: ListFact } & ErrorFact
> = {
  key: 47,
  logName: 'OFFSET_DELETE',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: (_, error) => ({ api: 'OffsetDelete', throttleTimeMs: 0, error, partitions: [] }),
  requestFacts: ({ groupId, partitions }) => ({ group: groupId, partitions: listFact(partitions.map(partitionName)) }),
  responseFacts: (response) => ({
    results: listFact(response.partitions.map((deleted) => withError(partitionName(deleted), deleted.error))),
    ...errorFact(response),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['NOT_COORDINATOR'],
};
