/** ElectLeaders: elects preferred leaders, or leaders that are not in sync (KIP-183, KIP-460). */
import { partitionName, type TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

/** `PREFERRED`: the first replica. `UNCLEAN`: if no replica in sync is available, any other; records can be lost. */
export type ElectionType = 'PREFERRED' | 'UNCLEAN';

export interface ElectLeadersRequest {
  readonly api: 'ElectLeaders';
  readonly electionType: ElectionType;
  /** `null` for all. */
  readonly partitions: readonly TopicPartition[] | null;
  readonly timeoutMs: number;
}
export interface ElectLeadersResponse {
  readonly api: 'ElectLeaders';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  /** If all were asked for, those that needed no election are left out. */
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
  }[];
}

export const electLeadersApi: Api<
  ElectLeadersRequest,
  ElectLeadersResponse,
  { readonly election: string; readonly partitions: 'all' | ListFact },
  { readonly partitions: ListFact } & ErrorFact
> = {
  key: 43,
  logName: 'ELECT_LEADERS',
  versions: [0, 2],
  clientThrottlesFrom: 0,
  unsupported: ({ electionType }, version) =>
    version === 0 && electionType !== 'PREFERRED' ? 'API Version 0 only supports PREFERRED election type' : undefined,
  refuse: ({ partitions }, error) => ({
    api: 'ElectLeaders',
    throttleTimeMs: 0,
    error,
    partitions: (partitions ?? []).map(({ topic, partition }) => ({ topic, partition, error, errorMessage: null })),
  }),
  requestFacts: ({ electionType, partitions }) => ({
    election: electionType.toLowerCase(),
    partitions: partitions === null ? 'all' : listFact(partitions.map(partitionName)),
  }),
  responseFacts: (response) => ({
    partitions: listFact(response.partitions.map((one) => withError(partitionName(one), one.error))),
    ...errorFact(response),
  }),
  subject: namedPartitions(({ partitions }) => partitions ?? []),
  randomErrors: ['NOT_CONTROLLER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_CONTROLLER'],
};
