/** The addresses of leaders that a response names (KIP-951). */
import type { Node } from '../../../protocol/cluster/node.ts';

interface Endpoint {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

const NONE: readonly Endpoint[] = [];

export function endpointsOf(nodes: readonly Node[] | undefined): readonly Endpoint[] {
  return nodes === undefined ? NONE : nodes.map(({ id, host, port }) => ({ nodeId: id, host, port }));
}
