/**
 * EndTxn (KIP-98; KIP-890, part 2, from version 5 on).
 *
 * Checks, in the real broker's order: the transactional id is not empty; this broker is its coordinator and has loaded its log;
 * producer id; epoch, which has to be equal; no state change is in progress; there is a transaction to end. Repeating the same end
 * succeeds; the opposite end, or an end without a transaction, is answered INVALID_TXN_STATE. From version 5 on whether an end is repeated is seen by
 * the epoch, and an abort without a transaction succeeds. The response is sent once the decision
 * is in the log, then with the epoch of the next transaction; the markers are written afterwards.
 * Differs: there are no ACLs.
 */

import { type EndTxnRequest, endTxnApi } from '../../protocol/apis/end-txn.ts';
import { errorFor } from '../../protocol/description/api.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleEndTxn(call: Call, request: EndTxnRequest): void {
  const { services, apiVersion } = call;
  services.transactions.endTransaction(request, apiVersion, (error, next) => {
    const answered = { api: 'EndTxn', throttleTimeMs: 0, error: errorFor(endTxnApi, apiVersion, error) } as const;
    answer(call, next === undefined ? answered : { ...answered, ...next });
  });
}
