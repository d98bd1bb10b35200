/** DeleteTopics (KIP-4). */
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DeleteTopicsRequest {
  readonly api: 'DeleteTopics';
  readonly topics: readonly string[];
  readonly timeoutMs: number;
}
export interface DeleteTopicsResponse {
  readonly api: 'DeleteTopics';
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
  }[];
}

export const deleteTopicsApi: Api<
  DeleteTopicsRequest,
  DeleteTopicsResponse,
  { readonly topics: ListFact },
  { readonly topics: ListFact }
> = {
  key: 20,
  logName: 'DELETE_TOPICS',
  versions: [0, 6],
  clientThrottlesFrom: 2,
  refuse: ({ topics }, error) => ({
    api: 'DeleteTopics',
    throttleTimeMs: 0,
    topics: topics.map((name) => ({ name, error, errorMessage: null })),
  }),
  requestFacts: ({ topics }) => ({ topics: listFact(topics) }),
  responseFacts: ({ topics }) => ({ topics: listFact(topics.map(({ name, error }) => withError(name, error))) }),
  subject: namedTopics(({ topics }) => topics),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};
