/** Finds a broker in a response. */
import type { Node } from '../../protocol/cluster/node.ts';

export function nodeWithId(nodes: readonly Node[], id: number): Node | null {
  return nodes.find((node) => node.id === id) ?? null;
}
