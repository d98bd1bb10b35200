/** ListPartitionReassignments: which partitions are being moved to other brokers (KIP-455). */
import { partitionName, type TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface ListPartitionReassignmentsRequest {
  readonly api: 'ListPartitionReassignments';
  readonly timeoutMs: number;
  /** `null` for all. */
  readonly partitions: readonly TopicPartition[] | null;
}
export interface OngoingPartitionReassignment {
  readonly topic: string;
  readonly partition: number;
  /** All replicas at present, also those that are being added or removed. */
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}
export interface ListPartitionReassignmentsResponse {
  readonly api: 'ListPartitionReassignments';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
  readonly partitions: readonly OngoingPartitionReassignment[];
}

export const listPartitionReassignmentsApi: Api<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
  { readonly partitions: 'all' | ListFact },
  { readonly partitions: ListFact } & ErrorFact
> = {
  key: 46,
  logName: 'LIST_PARTITION_REASSIGNMENTS',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: (_, error) => ({
    api: 'ListPartitionReassignments',
    throttleTimeMs: 0,
    error,
    errorMessage: null,
    partitions: [],
  }),
  requestFacts: ({ partitions }) => ({
    partitions: partitions === null ? 'all' : listFact(partitions.map(partitionName)),
  }),
  responseFacts: (response) => ({
    partitions: listFact(response.partitions.map(partitionName)),
    ...errorFact(response),
  }),
  subject: namedPartitions(({ partitions }) => partitions ?? []),
  randomErrors: ['NOT_CONTROLLER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_CONTROLLER'],
};
