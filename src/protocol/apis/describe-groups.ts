/** DescribeGroups: the states and members of groups, as their coordinator knows them. */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DescribeGroupsRequest {
  readonly api: 'DescribeGroups';
  readonly groups: readonly string[];
  readonly includeAuthorizedOperations: boolean;
}
export interface DescribeGroupsResponse {
  readonly api: 'DescribeGroups';
  readonly throttleTimeMs: number;
  readonly groups: readonly DescribedGroup[];
}

export interface DescribedGroup {
  readonly error: ErrorName;
  readonly groupId: string;
  /** `Dead` for a group that does not exist; empty after an error. */
  readonly groupState: string;
  readonly protocolType: string;
  /** The protocol that was chosen; empty unless the group is stable. */
  readonly protocolData: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly clientId: string;
    readonly clientHost: string;
    /** Empty unless the group is stable. */
    readonly memberMetadata: Uint8Array;
    /** Empty unless the group is stable. */
    readonly memberAssignment: Uint8Array;
  }[];
  /** A bit for each operation (AclOperation); -2147483648 if the request does not ask for them. */
  readonly authorizedOperations: number;
}

/** What `authorizedOperations` is if they are not asked for, or not known. */
export const NO_AUTHORIZED_OPERATIONS = -2_147_483_648;

export const describeGroupsApi: Api<
  DescribeGroupsRequest,
  DescribeGroupsResponse,
  { readonly groups: ListFact },
  { readonly groups: ListFact }
> = {
  key: 15,
  logName: 'DESCRIBE_GROUPS',
  versions: [0, 5],
  clientThrottlesFrom: 2,
  refuse: ({ groups }, error) => ({
    api: 'DescribeGroups',
    throttleTimeMs: 0,
    groups: groups.map((groupId) => ({
      error,
      groupId,
      groupState: '',
      protocolType: '',
      protocolData: '',
      members: [],
      authorizedOperations: NO_AUTHORIZED_OPERATIONS,
    })),
  }),
  requestFacts: ({ groups }) => ({ groups: listFact(groups) }),
  responseFacts: ({ groups }) => ({
    groups: listFact(groups.map(({ groupId, groupState, error }) => withError(`${groupId}: ${groupState}`, error))),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['NOT_COORDINATOR'],
};
