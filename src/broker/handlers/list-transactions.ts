/**
 * ListTransactions (KIP-664): of the transactional ids whose coordinator this broker is.
 *
 * Checks that none of its partitions of `__transaction_state` is being loaded. Filters that name no state are named in the answer.
 * Differs: no ACLs.
 */
import type { ListTransactionsRequest, ListTransactionsResponse } from '../../protocol/messages.ts';
import { isTransactionState } from '../coordinators/transactions/transaction-state.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleListTransactions(call: Call, request: ListTransactionsRequest): void {
  const known = call.services.transactions.list();
  answer(call, {
    api: 'ListTransactions',
    throttleTimeMs: 0,
    error: known === undefined ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NONE',
    unknownStateFilters: known === undefined ? [] : request.stateFilters.filter((name) => !isTransactionState(name)),
    transactions: listed(known ?? [], request),
  });
}

type Listed = ListTransactionsResponse['transactions'][number];

function listed(
  transactions: Iterable<Listed>,
  { stateFilters, producerIdFilters }: ListTransactionsRequest,
): readonly Listed[] {
  const isWanted = ({ state, producerId }: Listed): boolean =>
    (stateFilters.length === 0 || stateFilters.includes(state)) &&
    (producerIdFilters.length === 0 || producerIdFilters.includes(producerId));
  return [...transactions]
    .filter(isWanted)
    .map(({ transactionalId, producerId, state }) => ({ transactionalId, producerId, state }));
}
