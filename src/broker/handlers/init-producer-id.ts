/**
 * InitProducerId (KIP-98, KIP-360).
 *
 * Checks, in the real broker's order: producer id and epoch are given both or not at all. Without a transactional id, every request
 * gets a new producer id and epoch 0. With one: it is not empty; the timeout is allowed; this broker is its coordinator and has
 * loaded its log; no state change is in progress; the given producer id is the current one. An open transaction is aborted first, and
 * the answer is CONCURRENT_TRANSACTIONS until that is done. Otherwise the epoch is raised, or the id replaced if its epochs are used
 * up.
 * Differs: there are no ACLs.
 */

import { type InitProducerIdRequest, initProducerIdApi } from '../../protocol/apis/init-producer-id.ts';
import { errorFor } from '../../protocol/description/api.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from '../../protocol/records/record-batch.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleInitProducerId(call: Call, request: InitProducerIdRequest): void {
  const { producerIds, transactions } = call.services;
  const { producerId, producerEpoch, transactionalId } = request;
  const hasId = producerId !== NO_PRODUCER_ID;
  if (hasId !== (producerEpoch !== NO_PRODUCER_EPOCH)) {
    respond(call, 'INVALID_REQUEST');
  } else if (transactionalId === null) {
    respond(call, 'NONE', producerIds.next(), 0);
  } else {
    const expected = hasId ? { producerId, producerEpoch } : undefined;
    const asked = { transactionalId, timeoutMs: request.transactionTimeoutMs, expected };
    transactions.initProducerId(asked, (error, assigned) =>
      respond(call, error, assigned?.producerId, assigned?.producerEpoch),
    );
  }
}

function respond(
  call: Call,
  error: ErrorName,
  producerId: number = NO_PRODUCER_ID,
  producerEpoch: number = NO_PRODUCER_EPOCH,
): void {
  const answered = errorFor(initProducerIdApi, call.apiVersion, error);
  answer(call, { api: 'InitProducerId', throttleTimeMs: 0, error: answered, producerId, producerEpoch });
}
