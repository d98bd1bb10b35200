/**
 * InitProducerId (KIP-98, KIP-360).
 *
 * Checks, in the real broker's order: producer id and epoch are both given or both not. Without a transactional id every call
 * gets a new id and epoch 0. With one: it is not empty; the timeout is allowed; this broker coordinates it and has loaded
 * it; no move is under way; the id given is the producer's own; then by its state: an open transaction is aborted first
 * (CONCURRENT_TRANSACTIONS until that is done), else the epoch goes up by one, or the id changes when epochs are used up.
 * Differs: no ACLs.
 */

import { errorFor } from '../../protocol/api.ts';
import { type InitProducerIdRequest, initProducerIdApi } from '../../protocol/apis/init-producer-id.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from '../../protocol/record-batch.ts';
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
