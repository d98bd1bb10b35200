/** EndTxn: a producer commits or aborts its transaction (KIP-98). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface EndTxnRequest {
  readonly api: 'EndTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly committed: boolean;
  /** The client writes the request in no later version; absent: in the latest that both sides know. Not sent. */
  readonly latestVersion?: number;
}
export interface EndTxnResponse {
  readonly api: 'EndTxn';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  /** The producer id and epoch of the next transaction; from version 5 on (KIP-890). */
  readonly producerId?: number;
  readonly producerEpoch?: number;
}

export const endTxnApi: Api<
  EndTxnRequest,
  EndTxnResponse,
  { readonly transactionalId: string; readonly committed: boolean },
  ErrorFact
> = {
  key: 26,
  logName: 'END_TXN',
  versions: [0, 3],
  clientThrottlesFrom: 1,
  newerErrors: { PRODUCER_FENCED: { since: 2, before: 'INVALID_PRODUCER_EPOCH' } },
  refuse: (_, error) => ({ api: 'EndTxn', throttleTimeMs: 0, error }),
  requestFacts: ({ transactionalId, committed }) => ({ transactionalId, committed }),
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'CONCURRENT_TRANSACTIONS'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};
