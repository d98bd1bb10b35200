/**
 * Who coordinates the producer's transactions, and the consumer group whose offsets it commits.
 *
 * Owns: the two nodes, as far as known. Refuses to know: how they are found (requests/find-coordinator.ts).
 */
import type { CoordinatorType } from '../../../protocol/messages.ts';
import type { Node } from '../../../protocol/node.ts';

export class Coordinators {
  private readonly nodes = new Map<CoordinatorType, Node>();
  /** The transaction coordinator, when it was last connected, spoke InitProducerId version 3 (KIP-360). */
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
