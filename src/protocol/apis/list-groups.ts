/** ListGroups: the groups that a broker coordinates (KIP-518 for the filter). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface ListGroupsRequest {
  readonly api: 'ListGroups';
  /** Names of states; empty for all. */
  readonly statesFilter: readonly string[];
}
export interface ListGroupsResponse {
  readonly api: 'ListGroups';
  readonly throttleTimeMs: number;
  /** COORDINATOR_LOAD_IN_PROGRESS if groups may be missing. */
  readonly error: ErrorName;
  readonly groups: readonly {
    readonly groupId: string;
    readonly protocolType: string;
    readonly groupState: string;
  }[];
}

export const listGroupsApi: Api<
  ListGroupsRequest,
  ListGroupsResponse,
  { readonly states?: ListFact | undefined },
  { readonly groups: ListFact } & ErrorFact
> = {
  key: 16,
  logName: 'LIST_GROUPS',
  versions: [0, 4],
  clientThrottlesFrom: 2,
  refuse: (_, error) => ({ api: 'ListGroups', throttleTimeMs: 0, error, groups: [] }),
  requestFacts: ({ statesFilter }) => ({ states: statesFilter.length === 0 ? undefined : listFact(statesFilter) }),
  responseFacts: (response) => ({
    groups: listFact(response.groups.map(({ groupId, groupState }) => `${groupId}: ${groupState}`)),
    ...errorFact(response),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'COORDINATOR_NOT_AVAILABLE'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};
