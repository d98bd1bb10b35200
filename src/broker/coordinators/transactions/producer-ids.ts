/**
 * Producer ids (ProducerIdManager): the controller hands out blocks, a broker hands out ids from its block.
 *
 * Owns: the blocks. Refuses to know: who asks. A broker takes a block when it first needs one, not when it starts, so that
 * the first id of a cluster is known.
 */
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';

const BLOCK_SIZE = 1000;

export function nextProducerId(state: ClusterState, broker: Broker): number {
  if (broker.nextProducerId === broker.producerIdBlockEnd) {
    broker.nextProducerId = state.plane.nextProducerIdBlock;
    broker.producerIdBlockEnd = broker.nextProducerId + BLOCK_SIZE;
    state.transition((draft) => {
      draft.nextProducerIdBlock += BLOCK_SIZE;
    });
  }
  return broker.nextProducerId++;
}
