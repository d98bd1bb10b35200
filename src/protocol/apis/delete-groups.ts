/** DeleteGroups: groups without members are deleted with their offsets (KIP-229). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DeleteGroupsRequest {
  readonly api: 'DeleteGroups';
  readonly groupsNames: readonly string[];
}
export interface DeleteGroupsResponse {
  readonly api: 'DeleteGroups';
  readonly throttleTimeMs: number;
  readonly results: readonly { readonly groupId: string; readonly error: ErrorName }[];
}

export const deleteGroupsApi: Api<
  DeleteGroupsRequest,
  DeleteGroupsResponse,
  { readonly groups: ListFact },
  { readonly results: ListFact }
> = {
  key: 42,
  logName: 'DELETE_GROUPS',
  versions: [0, 2],
  clientThrottlesFrom: 1,
  refuse: ({ groupsNames }, error) => ({
    api: 'DeleteGroups',
    throttleTimeMs: 0,
    results: groupsNames.map((groupId) => ({ groupId, error })),
  }),
  requestFacts: ({ groupsNames }) => ({ groups: listFact(groupsNames) }),
  responseFacts: ({ results }) => ({
    results: listFact(results.map(({ groupId, error }) => withError(groupId, error))),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['NOT_COORDINATOR'],
};
