/**
 * EndTxn (KIP-98).
 *
 * Checks, in the real broker's order: the transactional id is not empty; this broker coordinates it and has loaded it; producer
 * id; epoch, exactly; no move is under way; the transaction is open (the same end once more is well; the other end, or
 * an end without a transaction, is INVALID_TXN_STATE). Answered once the decision is in the log; markers follow.
 * Differs: no ACLs.
 */
import { errorFor } from '../../protocol/api.ts';
import { type EndTxnRequest, endTxnApi } from '../../protocol/apis/end-txn.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleEndTxn(call: Call, request: EndTxnRequest): void {
  const { services, apiVersion } = call;
  services.transactions.endTransaction(request, 'client', (error) => {
    answer(call, { api: 'EndTxn', throttleTimeMs: 0, error: errorFor(endTxnApi, apiVersion, error) });
  });
}
