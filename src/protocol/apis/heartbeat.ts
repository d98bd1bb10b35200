/** Heartbeat: a member of a group says that it is alive, and learns whether the group rebalances. */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface HeartbeatRequest {
  readonly api: 'Heartbeat';
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}
export interface HeartbeatResponse {
  readonly api: 'Heartbeat';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
}

/** First version that carries `group.instance.id`. */
const INSTANCE_ID_FROM = 3;

export const heartbeatApi: Api<
  HeartbeatRequest,
  HeartbeatResponse,
  { readonly group: string; readonly memberId: string; readonly generation: number },
  ErrorFact
> = {
  key: 12,
  logName: 'HEARTBEAT',
  versions: [0, 4],
  clientThrottlesFrom: 2,
  unsupported: ({ groupInstanceId }, version) =>
    groupInstanceId !== null && version < INSTANCE_ID_FROM
      ? `The broker heartbeat protocol version ${version} does not support usage of config group.instance.id.`
      : undefined,
  refuse: (_, error) => ({ api: 'Heartbeat', throttleTimeMs: 0, error }),
  requestFacts: ({ groupId, memberId, generationId }) => ({ group: groupId, memberId, generation: generationId }),
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'],
  placedErrors: ['REBALANCE_IN_PROGRESS'],
};
