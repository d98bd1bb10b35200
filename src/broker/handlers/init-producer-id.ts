/**
 * InitProducerId (KIP-98, KIP-360).
 *
 * Checks, in the real broker's order: producer id and epoch are both given or both not; the transactional id is not empty.
 * Without a transactional id every call gets a new id and epoch 0. Each broker hands out ids from a block of 1000.
 * Differs: a broker takes its block when it first needs it, not when it starts, so that the first id of a cluster is known;
 * with a transactional id the request is refused for now (docs/limitations.md).
 */
import type { InitProducerIdRequest } from '../../protocol/messages.ts';
import type { Broker } from '../broker.ts';
import type { ClusterState } from '../cluster-state.ts';
import { answer, type Call } from './call.ts';

const BLOCK_SIZE = 1000;

export function handleInitProducerId(call: Call, request: InitProducerIdRequest): void {
  const isHalfGiven = (request.producerId === -1) !== (request.producerEpoch === -1);
  if (isHalfGiven || request.transactionalId === '') refuse(call, 'INVALID_REQUEST');
  else if (request.transactionalId !== null) refuse(call, 'UNSUPPORTED_VERSION');
  else {
    const producerId = nextProducerId(call.state, call.broker);
    answer(call, { api: 'InitProducerId', throttleTimeMs: 0, error: 'NONE', producerId, producerEpoch: 0 });
  }
}

function nextProducerId(state: ClusterState, broker: Broker): number {
  if (broker.nextProducerId === broker.producerIdBlockEnd) {
    broker.nextProducerId = state.plane.nextProducerIdBlock;
    broker.producerIdBlockEnd = broker.nextProducerId + BLOCK_SIZE;
    state.transition((draft) => {
      draft.nextProducerIdBlock += BLOCK_SIZE;
    });
  }
  return broker.nextProducerId++;
}

function refuse(call: Call, error: 'INVALID_REQUEST' | 'UNSUPPORTED_VERSION'): void {
  answer(call, { api: 'InitProducerId', throttleTimeMs: 0, error, producerId: -1, producerEpoch: -1 });
}
