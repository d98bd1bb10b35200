/**
 * The coordinators of the producer's transactions and of the consumer group whose offsets it commits, as far as they are
 * known. requests/find-coordinator.ts finds them.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import type { CoordinatorType } from '../../protocol/messages.ts';

export class Coordinators {
  private readonly nodes = new Map<CoordinatorType, Node>();
  /** Whether the transaction coordinator, when it was last connected, could raise the epoch of a producer (KIP-360). */
  supportsBumpingEpoch = false;

  get(type: CoordinatorType): Node | null {
    return this.nodes.get(type) ?? null;
  }

  set(type: CoordinatorType, node: Node): void {
    this.nodes.set(type, node);
  }

  forget(type: CoordinatorType): void {
    this.nodes.delete(type);
  }
}
