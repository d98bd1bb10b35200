/** AlterPartitionReassignments: moves partitions to other brokers, or ends that (KIP-455). */
import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface ReassignablePartition {
  readonly topic: string;
  readonly partition: number;
  /** The brokers it moves to, the preferred leader first; `null` reverts the reassignment in progress. */
  readonly replicas: readonly number[] | null;
}
export interface AlterPartitionReassignmentsRequest {
  readonly api: 'AlterPartitionReassignments';
  readonly timeoutMs: number;
  readonly partitions: readonly ReassignablePartition[];
}
export interface AlterPartitionReassignmentsResponse {
  readonly api: 'AlterPartitionReassignments';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
  }[];
}

export const alterPartitionReassignmentsApi: Api<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
  { readonly partitions: ListFact },
  { readonly partitions: ListFact } & ErrorFact
> = {
  key: 45,
  logName: 'ALTER_PARTITION_REASSIGNMENTS',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: ({ partitions }, error) => ({
    api: 'AlterPartitionReassignments',
    throttleTimeMs: 0,
    error,
    errorMessage: null,
    partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error, errorMessage: null })),
  }),
  requestFacts: ({ partitions }) => ({ partitions: listFact(partitions.map(moveFact)) }),
  responseFacts: (response) => ({
    partitions: listFact(response.partitions.map((one) => withError(partitionName(one), one.error))),
    ...errorFact(response),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['NOT_CONTROLLER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_CONTROLLER'],
};

function moveFact(asked: ReassignablePartition): string {
  return asked.replicas === null
    ? `${partitionName(asked)} reverted`
    : `${partitionName(asked)} to [${asked.replicas.join(',')}]`;
}
