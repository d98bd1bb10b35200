/** ListTransactions. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertListTransactions({
  stateFilters,
  producerIdFilters,
}: WireRequest<'ListTransactions'>): Exchange<'ListTransactions'> {
  return single(
    { api: 'ListTransactions', stateFilters, producerIdFilters },
    ({ throttleTimeMs, error, unknownStateFilters, transactions }) => ({
      throttleTimeMs,
      errorCode: errorCode(error),
      unknownStateFilters,
      transactionStates: transactions.map(({ transactionalId, producerId, state }) => ({
        transactionalId,
        producerId,
        transactionState: state,
      })),
    }),
  );
}
