/**
 * The cluster on the network: every broker listens at its address, followers fetch over links of their own, and what
 * the state machine wants done is done.
 *
 * Owns: carrying requests to the cluster and its effects back out.
 * Refuses to know: what a request means.
 */
import type { Cluster, Effect } from '../broker/index.ts';
import type { FetchRequest, FetchResponse, Node, RequestEnvelope, ResponseEnvelope } from '../protocol/messages.ts';
import type { Kernel, Network, Socket } from '../sim/index.ts';
import type { Wire } from './faults.ts';

/** Remembers to whom an answer goes. */
interface ReturnAddress {
  readonly socket: Socket<Wire>;
  readonly correlationId: number;
}

/** A follower's connection to one leader. */
interface ReplicaLink {
  readonly socket: Socket<Wire>;
  nextCorrelationId: number;
}

export interface BrokerSurroundings {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  /** Takes the control plane's events: topic created, leader elected, ... */
  readonly tell: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

export class BrokerNodes {
  private readonly cluster: Cluster;
  private readonly kernel: Kernel;
  private readonly network: Network<Wire>;
  private readonly tell: BrokerSurroundings['tell'];
  private readonly nodes: readonly Node[];
  /** By `follower>leader`; made at the first fetch, dropped when it breaks. */
  private readonly links = new Map<string, ReplicaLink>();

  constructor(cluster: Cluster, surroundings: BrokerSurroundings) {
    this.cluster = cluster;
    this.kernel = surroundings.kernel;
    this.network = surroundings.network;
    this.tell = surroundings.tell;
    this.nodes = cluster.nodes;
    for (const node of this.nodes) this.listen(node);
  }

  /** Lets `change` act on the cluster now, then carries out what follows from it. */
  apply<T>(change: (cluster: Cluster, nowMs: number) => T): T {
    const result = change(this.cluster, this.kernel.now());
    this.carryOut();
    return result;
  }

  private listen(node: Node): void {
    this.network.listen(`${node.host}:${node.port}`, node.host, (socket) => ({
      received: (payload) => this.receive(node.id, socket, payload as RequestEnvelope),
      disconnected: () => {},
    }));
  }

  private receive(brokerId: number, socket: Socket<Wire>, envelope: RequestEnvelope): void {
    const { correlationId, clientId, request, expectResponse } = envelope;
    const returnAddress: ReturnAddress = { socket, correlationId };
    this.cluster.receive(brokerId, request, clientId, returnAddress, expectResponse, this.kernel.now());
    this.carryOut();
  }

  private carryOut(): void {
    const effects = this.cluster.effects;
    for (let i = 0; i < effects.length; i++) this.perform(effects[i] as Effect);
    effects.length = 0;
  }

  private perform(effect: Effect): void {
    switch (effect.kind) {
      case 'answer': {
        const { socket, correlationId } = effect.token as ReturnAddress;
        if (socket.isOpen) socket.send(effect.response.api, { correlationId, response: effect.response });
        return;
      }
      case 'disconnect':
        (effect.token as ReturnAddress).socket.close();
        return;
      case 'fetch':
        this.fetch(effect.from, effect.to, effect.request);
        return;
      case 'wake':
        this.kernel.scheduleAt(effect.atMs, () => this.apply((cluster, nowMs) => cluster.wake(nowMs)), true);
        return;
      case 'event':
        this.tell(effect.name, effect.facts);
    }
  }

  private fetch(followerId: number, leaderId: number, request: FetchRequest): void {
    const link = this.links.get(linkName(followerId, leaderId)) ?? this.link(followerId, leaderId);
    const correlationId = link.nextCorrelationId++;
    link.socket.send('Fetch', {
      correlationId,
      clientId: `broker-${followerId}-fetcher`,
      apiVersion: 15,
      expectResponse: true,
      request,
    });
  }

  private link(followerId: number, leaderId: number): ReplicaLink {
    const name = linkName(followerId, leaderId);
    const leader = this.node(leaderId);
    const failed = (): void => {
      this.links.delete(name);
      this.apply((cluster, nowMs) => cluster.replicaFetchFailed(followerId, leaderId, nowMs));
    };
    const socket = this.network.connect(this.node(followerId).host, `${leader.host}:${leader.port}`, {
      connected: () => {},
      refused: failed,
      disconnected: failed,
      received: (payload) => {
        const response = (payload as ResponseEnvelope).response as FetchResponse;
        this.apply((cluster, nowMs) => cluster.replicaFetched(followerId, leaderId, response, nowMs));
      },
    });
    const link: ReplicaLink = { socket, nextCorrelationId: 0 };
    this.links.set(name, link);
    return link;
  }

  private node(brokerId: number): Node {
    const node = this.nodes.find(({ id }) => id === brokerId);
    if (node === undefined) throw new Error(`There is no broker ${brokerId} in this cluster`);
    return node;
  }
}

function linkName(followerId: number, leaderId: number): string {
  return `${followerId}>${leaderId}`;
}
