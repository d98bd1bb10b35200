/** CreatePartitions: more partitions for topics (KIP-195). */
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface CreatePartitionsTopic {
  readonly name: string;
  /** All partitions that the topic has afterwards. */
  readonly count: number;
  /** Brokers of each new partition; absent if the controller chooses them. */
  readonly assignments?: readonly (readonly number[])[];
}
export interface CreatePartitionsRequest {
  readonly api: 'CreatePartitions';
  readonly topics: readonly CreatePartitionsTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}
export interface CreatePartitionsResponse {
  readonly api: 'CreatePartitions';
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
  }[];
}

export const createPartitionsApi: Api<
  CreatePartitionsRequest,
  CreatePartitionsResponse,
  { readonly topics: ListFact },
  { readonly topics: ListFact }
> = {
  key: 37,
  logName: 'CREATE_PARTITIONS',
  versions: [0, 3],
  clientThrottlesFrom: 1,
  refuse: ({ topics }, error) => ({
    api: 'CreatePartitions',
    throttleTimeMs: 0,
    topics: topics.map(({ name }) => ({ name, error, errorMessage: null })),
  }),
  requestFacts: ({ topics }) => ({ topics: listFact(topics.map(({ name, count }) => `${name} x${count}`)) }),
  responseFacts: ({ topics }) => ({ topics: listFact(topics.map(({ name, error }) => withError(name, error))) }),
  subject: namedTopics(({ topics }) => topics.map(({ name }) => name)),
  randomErrors: ['NOT_CONTROLLER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_CONTROLLER', 'UNKNOWN_SERVER_ERROR'],
};
