/** AddOffsetsToTxn: the offsets of a group become part of a transaction (KIP-98). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface AddOffsetsToTxnRequest {
  readonly api: 'AddOffsetsToTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly groupId: string;
}
export interface AddOffsetsToTxnResponse {
  readonly api: 'AddOffsetsToTxn';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
}

export const addOffsetsToTxnApi: Api<
  AddOffsetsToTxnRequest,
  AddOffsetsToTxnResponse,
  { readonly transactionalId: string; readonly group: string },
  ErrorFact
> = {
  key: 25,
  logName: 'ADD_OFFSETS_TO_TXN',
  versions: [0, 3],
  clientThrottlesFrom: 1,
  newerErrors: { PRODUCER_FENCED: { since: 2, before: 'INVALID_PRODUCER_EPOCH' } },
  refuse: (_, error) => ({ api: 'AddOffsetsToTxn', throttleTimeMs: 0, error }),
  requestFacts: ({ transactionalId, groupId }) => ({ transactionalId, group: groupId }),
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'CONCURRENT_TRANSACTIONS'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};
