/** LeaveGroup: members leave a group, or are removed by an administrator (KIP-345). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface LeaveGroupRequest {
  readonly api: 'LeaveGroup';
  readonly groupId: string;
  /** Exactly one before version 3. */
  readonly members: readonly LeavingMember[];
}
export interface LeaveGroupResponse {
  readonly api: 'LeaveGroup';
  readonly throttleTimeMs: number;
  /** Before version 3 also the error of the only member. */
  readonly error: ErrorName;
  /** In the order of the request; empty before version 3. */
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly error: ErrorName;
  }[];
}

export interface LeavingMember {
  /** Empty if a static member is to be removed, whatever its member id. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly reason: string | null;
}

/** First version that can remove several members. */
const SEVERAL_FROM = 3;

export const leaveGroupApi: Api<
  LeaveGroupRequest,
  LeaveGroupResponse,
  { readonly group: string; readonly members: ListFact },
  { readonly members: ListFact } & ErrorFact
> = {
  key: 13,
  logName: 'LEAVE_GROUP',
  versions: [0, 5],
  clientThrottlesFrom: 2,
  unsupported: ({ members }, version) =>
    members.length !== 1 && version < SEVERAL_FROM
      ? `Version ${version} leave group request only supports single member instance than ${members.length} members`
      : undefined,
  refuse: (_, error) => ({ api: 'LeaveGroup', throttleTimeMs: 0, error, members: [] }),
  requestFacts: ({ groupId, members }) => ({ group: groupId, members: listFact(members.map(nameOf)) }),
  responseFacts: (response) => ({
    members: listFact(response.members.map((member) => withError(nameOf(member), member.error))),
    ...errorFact(response),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'],
  placedErrors: ['NOT_COORDINATOR'],
};

function nameOf({ memberId, groupInstanceId }: Pick<LeavingMember, 'memberId' | 'groupInstanceId'>): string {
  return memberId === '' ? (groupInstanceId ?? '') : memberId;
}
