/** A broker as metadata describes it. */

export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack?: string;
}

/** The node as Java prints it: `10.0.0.1:9092 (id: -1 rack: null)`. */
export function describeNode(node: Node): string {
  return `${node.host}:${node.port} (id: ${node.id} rack: ${node.rack ?? null})`;
}
