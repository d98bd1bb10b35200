/** CreateTopics (KIP-4). */
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface CreatableTopic {
  readonly name: string;
  /** -1: the broker's num.partitions. */
  readonly numPartitions: number;
  /** -1: the broker's default.replication.factor. */
  readonly replicationFactor: number;
  /** Brokers of each partition; if given, numPartitions and replicationFactor are -1. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs: Readonly<Record<string, string>>;
}
export interface CreateTopicsRequest {
  readonly api: 'CreateTopics';
  readonly topics: readonly CreatableTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}
export interface CreateTopicsResponse {
  readonly api: 'CreateTopics';
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly topicId: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
    readonly numPartitions: number;
    readonly replicationFactor: number;
  }[];
}

export const createTopicsApi: Api<
  CreateTopicsRequest,
  CreateTopicsResponse,
  { readonly topics: ListFact },
  { readonly topics: ListFact }
> = {
  key: 19,
  logName: 'CREATE_TOPICS',
  versions: [0, 7],
  clientThrottlesFrom: 3,
  refuse: ({ topics }, error) => ({
    api: 'CreateTopics',
    throttleTimeMs: 0,
    topics: topics.map(({ name }) => ({
      name,
      topicId: '',
      error,
      errorMessage: null,
      numPartitions: -1,
      replicationFactor: -1,
    })),
  }),
  requestFacts: ({ topics }) => ({ topics: listFact(namesOf(topics)) }),
  responseFacts: ({ topics }) => ({ topics: listFact(topics.map(({ name, error }) => withError(name, error))) }),
  subject: namedTopics(({ topics }) => namesOf(topics)),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};

function namesOf(topics: readonly CreatableTopic[]): string[] {
  return topics.map(({ name }) => name);
}
