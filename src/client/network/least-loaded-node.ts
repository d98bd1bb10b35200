/**
 * Chooses the node for a request that any node can answer (NetworkClient.leastLoadedNode).
 */
import type { Node } from '../../protocol/cluster/node.ts';
import { connectionId } from './connection-id.ts';
import type { ConnectionStates } from './connection-states.ts';

interface Load {
  canSendRequest(nodeId: string, nowMs: number): boolean;
  inFlightRequestCount(nodeId: string): number;
}

/**
 * The order of preference is: connected without requests in flight, connected with the fewest, connecting, longest not tried.
 *
 * @param offset index of the node that is considered first
 */
export function chooseLeastLoadedNode(
  nodes: readonly Node[],
  offset: number,
  nowMs: number,
  load: Load,
  states: ConnectionStates,
): Node | null {
  let leastInFlight = Infinity;
  let ready: Node | null = null;
  let connecting: Node | null = null;
  let connectable: Node | null = null;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(offset + i) % nodes.length]!;
    const nodeId = connectionId(node);
    if (load.canSendRequest(nodeId, nowMs)) {
      const inFlight = load.inFlightRequestCount(nodeId);
      if (inFlight === 0) return node;
      if (inFlight < leastInFlight) {
        leastInFlight = inFlight;
        ready = node;
      }
    } else if (states.isPreparingConnection(nodeId)) {
      connecting = node;
    } else if (states.canConnect(nodeId, nowMs) && isTriedEarlier(node, connectable, states)) {
      connectable = node;
    }
  }
  return ready ?? connecting ?? connectable;
}

function isTriedEarlier(node: Node, than: Node | null, states: ConnectionStates): boolean {
  if (than === null) return true;
  return states.lastConnectAttemptMs(connectionId(than)) > states.lastConnectAttemptMs(connectionId(node));
}
