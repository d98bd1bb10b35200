/**
 * InitProducerId: a producer gets its id and epoch. With a transactional id, older producers of that id are fenced (KIP-98, KIP-360).
 */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, NO_FACTS } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface InitProducerIdRequest {
  readonly api: 'InitProducerId';
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}
export interface InitProducerIdResponse {
  readonly api: 'InitProducerId';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export const initProducerIdApi: Api<
  InitProducerIdRequest,
  InitProducerIdResponse,
  { readonly transactionalId?: string | undefined },
  { readonly producerId?: number | undefined; readonly epoch?: number | undefined } & ErrorFact
> = {
  key: 22,
  logName: 'INIT_PRODUCER_ID',
  versions: [0, 4],
  clientThrottlesFrom: 1,
  newerErrors: { PRODUCER_FENCED: { since: 4, before: 'INVALID_PRODUCER_EPOCH' } },
  refuse: (_, error) => ({ api: 'InitProducerId', throttleTimeMs: 0, error, producerId: -1, producerEpoch: -1 }),
  requestFacts: ({ transactionalId }) => (transactionalId === null ? NO_FACTS : { transactionalId }),
  responseFacts: (response) =>
    response.error === 'NONE'
      ? { producerId: response.producerId, epoch: response.producerEpoch }
      : errorFact(response),
  subject: NO_SUBJECT,
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'CONCURRENT_TRANSACTIONS'],
  placedErrors: ['COORDINATOR_LOAD_IN_PROGRESS'],
};
