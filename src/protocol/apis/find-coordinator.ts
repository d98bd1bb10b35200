/** FindCoordinator: the broker that coordinates a group or a transactional id (KIP-98; KIP-699 with one key). */

import type { Node } from '../cluster/node.ts';
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export type CoordinatorType = 'group' | 'transaction';

export interface FindCoordinatorRequest {
  readonly api: 'FindCoordinator';
  readonly keyType: CoordinatorType;
  /** The group id or the transactional id. */
  readonly key: string;
}
export interface FindCoordinatorResponse {
  readonly api: 'FindCoordinator';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
  readonly node: Node | null;
}

export const findCoordinatorApi: Api<
  FindCoordinatorRequest,
  FindCoordinatorResponse,
  { readonly group?: string | undefined; readonly transaction?: string | undefined },
  { readonly node?: number | undefined } & ErrorFact
> = {
  key: 10,
  logName: 'FIND_COORDINATOR',
  versions: [0, 4],
  clientThrottlesFrom: 2,
  unsupported: ({ keyType }, version) =>
    keyType === 'transaction' && version < 1
      ? `Cannot create a v${version} FindCoordinator request because we require features supported only in 2 or later.`
      : undefined,
  refuse: (_, error) => ({ api: 'FindCoordinator', throttleTimeMs: 0, error, errorMessage: null, node: null }),
  requestFacts: ({ keyType, key }) => ({ [keyType]: key }),
  responseFacts: (response) => (response.error === 'NONE' ? { node: response.node?.id ?? -1 } : errorFact(response)),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_NOT_AVAILABLE'],
  placedErrors: ['COORDINATOR_NOT_AVAILABLE'],
};
