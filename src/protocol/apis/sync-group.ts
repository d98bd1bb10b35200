/** SyncGroup: the leader of a group gives the assignment, and every member gets its part. */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface SyncGroupRequest {
  readonly api: 'SyncGroup';
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** `null` before version 5, which requires it. */
  readonly protocolType: string | null;
  /** `null` before version 5, which requires it. */
  readonly protocolName: string | null;
  /** Empty from members that do not lead. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[];
}
export interface SyncGroupResponse {
  readonly api: 'SyncGroup';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Uint8Array;
}

/** First version that carries `group.instance.id`. */
const INSTANCE_ID_FROM = 3;

export const syncGroupApi: Api<
  SyncGroupRequest,
  SyncGroupResponse,
  {
    readonly group: string;
    readonly memberId: string;
    readonly generation: number;
    readonly assignments?: number | undefined;
  },
  ErrorFact
> = {
  key: 14,
  logName: 'SYNC_GROUP',
  versions: [0, 5],
  clientThrottlesFrom: 2,
  unsupported: ({ groupInstanceId }, version) =>
    groupInstanceId !== null && version < INSTANCE_ID_FROM
      ? `The broker sync group protocol version ${version} does not support usage of config group.instance.id.`
      : undefined,
  refuse: (_, error) => ({
    api: 'SyncGroup',
    throttleTimeMs: 0,
    error,
    protocolType: null,
    protocolName: null,
    assignment: new Uint8Array(0),
  }),
  requestFacts: ({ groupId, memberId, generationId, assignments }) => ({
    group: groupId,
    memberId,
    generation: generationId,
    assignments: assignments.length === 0 ? undefined : assignments.length,
  }),
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_MEMBER_ID'],
  placedErrors: ['REBALANCE_IN_PROGRESS'],
};
