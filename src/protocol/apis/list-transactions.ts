/** ListTransactions: the transactional ids that a coordinator knows (KIP-664). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface ListTransactionsRequest {
  readonly api: 'ListTransactions';
  /** Names of states; empty for all. */
  readonly stateFilters: readonly string[];
  /** Empty for all producers. */
  readonly producerIdFilters: readonly number[];
}
export interface ListTransactionsResponse {
  readonly api: 'ListTransactions';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  /** Filters that name no state. */
  readonly unknownStateFilters: readonly string[];
  readonly transactions: readonly {
    readonly transactionalId: string;
    readonly producerId: number;
    readonly state: string;
  }[];
}

export const listTransactionsApi: Api<
  ListTransactionsRequest,
  ListTransactionsResponse,
  { readonly states?: ListFact | undefined },
  { readonly transactions: ListFact } & ErrorFact
> = {
  key: 66,
  logName: 'LIST_TRANSACTIONS',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: (_, error) => ({
    api: 'ListTransactions',
    throttleTimeMs: 0,
    error,
    unknownStateFilters: [],
    transactions: [],
  }),
  requestFacts: ({ stateFilters }) => ({ states: stateFilters.length === 0 ? undefined : listFact(stateFilters) }),
  responseFacts: (response) => ({
    transactions: listFact(response.transactions.map(({ transactionalId, state }) => `${transactionalId}: ${state}`)),
    ...errorFact(response),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'COORDINATOR_NOT_AVAILABLE'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};
