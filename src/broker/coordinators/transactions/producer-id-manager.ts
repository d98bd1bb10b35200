/**
 * Producer ids (ProducerIdManager): the controller hands out blocks of them, a broker hands out ids from its block.
 *
 * Differs from Kafka: a broker takes a block when it first needs one instead of when it starts, so that the first id of a cluster
 * is predictable.
 */
import type { Broker, VolatileState } from '../../state/broker.ts';
import type { ControlPlaneStore } from '../../state/control-plane-store.ts';

const BLOCK_SIZE = 1000;

export class ProducerIdManager implements VolatileState {
  private readonly controlPlane: ControlPlaneStore;
  private nextId = 0;
  /** Invariant: nextId <= blockEnd; the block is used up when both are equal. */
  private blockEnd = 0;

  constructor(broker: Broker, controlPlane: ControlPlaneStore) {
    this.controlPlane = controlPlane;
    broker.keepInMemory(this);
  }

  next(): number {
    if (this.nextId === this.blockEnd) {
      this.nextId = this.controlPlane.takeProducerIds(BLOCK_SIZE);
      this.blockEnd = this.nextId + BLOCK_SIZE;
    }
    return this.nextId++;
  }

  /** The rest of the block is lost with the process. */
  reset(): void {
    this.nextId = 0;
    this.blockEnd = 0;
  }
}
