/** JoinGroup: a client becomes a member of a group, or says that it still is one (KIP-345 for static members, KIP-394, KIP-800, KIP-814). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, type ListFact, listFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface JoinGroupRequest {
  readonly api: 'JoinGroup';
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  /** Version 0 has none; the broker then takes the session timeout. */
  readonly rebalanceTimeoutMs: number;
  /** Empty for a client that has no member id yet. */
  readonly memberId: string;
  /** `group.instance.id` of a static member. */
  readonly groupInstanceId: string | null;
  /** `consumer` for consumers. */
  readonly protocolType: string;
  /** In the order of preference. */
  readonly protocols: readonly GroupProtocol[];
  readonly reason: string | null;
}
export interface JoinGroupResponse {
  readonly api: 'JoinGroup';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  /** Only in the leader's response. */
  readonly members: readonly JoinGroupMember[];
}

/** A way to assign partitions, such as `range`, and what the member tells the leader if it is chosen. */
export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}
export interface JoinGroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** Of the protocol that was chosen. */
  readonly metadata: Uint8Array;
}

/** First version that carries `group.instance.id`. */
const INSTANCE_ID_FROM = 5;

export const joinGroupApi: Api<
  JoinGroupRequest,
  JoinGroupResponse,
  {
    readonly group: string;
    readonly memberId?: string | undefined;
    readonly groupInstanceId?: string | undefined;
    readonly protocols: ListFact;
  },
  {
    readonly memberId?: string | undefined;
    readonly generation?: number | undefined;
    readonly leader?: string | undefined;
    readonly protocol?: string | null | undefined;
  } & ErrorFact
> = {
  key: 11,
  logName: 'JOIN_GROUP',
  versions: [0, 9],
  clientThrottlesFrom: 3,
  unsupported: ({ groupInstanceId }, version) =>
    groupInstanceId !== null && version < INSTANCE_ID_FROM
      ? `The broker join group protocol version ${version} does not support usage of config group.instance.id.`
      : undefined,
  refuse: (_, error) => ({
    api: 'JoinGroup',
    throttleTimeMs: 0,
    error,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId: '',
    members: [],
  }),
  requestFacts: ({ groupId, memberId, groupInstanceId, protocols }) => ({
    group: groupId,
    memberId: memberId === '' ? undefined : memberId,
    groupInstanceId: groupInstanceId ?? undefined,
    protocols: listFact(protocols.map(({ name }) => name)),
  }),
  responseFacts: (response) => {
    const { error, memberId, generationId, leader, protocolName } = response;
    if (error !== 'NONE') return { memberId: memberId === '' ? undefined : memberId, error };
    return { memberId, generation: generationId, leader, protocol: protocolName };
  },
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_MEMBER_ID'],
  placedErrors: ['NOT_COORDINATOR'],
};
