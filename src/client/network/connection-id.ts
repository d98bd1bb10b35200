/**
 * The id of the connection to a node: the node's id as text, as in Java.
 */
import type { Node } from '../../protocol/cluster/node.ts';

/** Above it are the ids of connections to the coordinators of groups, for which the list would have too many holes. */
const LARGEST_LISTED = 10_000;

/** By node id. Bootstrap addresses have ids below 0, and are rarely asked for. */
const connectionIds: (string | undefined)[] = [];

/** Each text is made once, since every request needs it several times. */
export function connectionId({ id }: Pick<Node, 'id'>): string {
  if (id < 0 || id > LARGEST_LISTED) return String(id);
  connectionIds[id] ??= String(id);
  return connectionIds[id];
}
