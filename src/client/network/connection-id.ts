/**
 * What a connection to a node is known by: the node's number as text, as in Java.
 *
 * Owns: making that text once, for every request needs it several times. Refuses to know: connections.
 */
import type { Node } from '../../protocol/node.ts';

/** By number. Addresses that are no node's yet have numbers below 0, and are asked for rarely. */
const made: (string | undefined)[] = [];

export function connectionId({ id }: Pick<Node, 'id'>): string {
  if (id < 0) return String(id);
  made[id] ??= String(id);
  return made[id];
}
