/**
 * Puts the cluster on the simulated network: every broker listens at its address, requests are handed to the cluster's state
 * machine, and the effects that it returns are carried out.
 */
import type { Cluster, ClusterEvents, ControlPlane, Effect, InterBrokerRequest } from '../../broker/index.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { FetchResponse, Request, RequestEnvelope, Response } from '../../protocol/messages.ts';
import type { Kernel, Network, Socket, SocketHandlers } from '../../sim/index.ts';
import type { EventWriter } from '../events/simulation-events.ts';
import { History } from '../history/history.ts';
import { type BrokerLinkListener, BrokerLinks } from './broker-links.ts';
import type { ReplicationTrace } from './replication-trace.ts';
import type { Wire } from './wire.ts';

/** What a broker does instead of serving a request as it arrived. */
export type Interception =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'serve'; readonly request: Request }
  /** The broker serves neither this request nor any later one on this connection. */
  | { readonly kind: 'hang' };

/** Lets faults act on requests and responses inside brokers. */
export interface RequestInterceptor {
  intercept(socketId: number, envelope: RequestEnvelope): Interception | undefined;
  /** Whether the response will be changed, lost or delayed. */
  affectsResponse(socketId: number, envelope: RequestEnvelope): boolean;
  /** Returns the response to send instead of `response`, which may be the same. */
  changeResponse(socketId: number, envelope: RequestEnvelope, response: Response): Response;
}

export interface BrokerNodesOptions {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  /** Start of the run, in ms since the epoch: the history counts from here. */
  readonly startMs: number;
  /** Takes the events of the control plane: topic created, leader elected, ... */
  readonly trace: EventWriter<keyof ClusterEvents>;
}

export class BrokerNodes implements BrokerLinkListener {
  private readonly cluster: Cluster;
  private readonly kernel: Kernel;
  private readonly startMs: number;
  private readonly network: Network<Wire>;
  private readonly trace: BrokerNodesOptions['trace'];
  private readonly links: BrokerLinks;
  private isCarryingOut = false;
  /** Increases whenever the cluster may have changed. */
  version = 0;
  /** `null` while no history is kept. */
  history: History | null = null;
  /** `null` unless the trace shows what brokers do among themselves. */
  replicationTrace: ReplicationTrace | null = null;
  /** `null` until there is a fault that acts inside a broker. */
  interceptor: RequestInterceptor | null = null;

  constructor(cluster: Cluster, options: BrokerNodesOptions) {
    this.cluster = cluster;
    this.kernel = options.kernel;
    this.startMs = options.startMs;
    this.network = options.network;
    this.trace = options.trace;
    this.links = new BrokerLinks(options.network, cluster.nodes, this);
    for (const node of cluster.nodes) this.listen(node);
  }

  /** Changes the cluster at the current time, then carries out the effects. */
  apply<T>(change: (cluster: Cluster, nowMs: number) => T): T {
    const result = change(this.cluster, this.kernel.now());
    this.carryOutEffects();
    return result;
  }

  /** Keeps every state of the control plane from now on, unless that is being done already. */
  keepHistory(): void {
    this.history ??= new History(this.cluster.controlPlane, () => this.kernel.now() - this.startMs);
  }

  /** The control plane as it was `ageMs` ago, or the earliest state that has been kept. */
  controlPlaneAt(ageMs: number): ControlPlane {
    const nowMs = this.kernel.now() - this.startMs;
    return this.history?.at(Math.max(0, nowMs - ageMs)) ?? this.cluster.controlPlane;
  }

  // --- Requests of clients and of other brokers ------------------------------------------------------------------------

  private listen({ id, host, port }: Node): void {
    this.network.listen(`${host}:${port}`, host, (socket) => new BrokerConnection(this, id, socket));
  }

  /** Serves a request that a broker has just read from a connection. */
  serve(connection: BrokerConnection, envelope: RequestEnvelope): void {
    if (!connection.socket.isOpen) return;
    const interception = this.interceptor?.intercept(connection.socket.id, envelope);
    if (interception === undefined) this.handOver(connection, envelope);
    else this.serveIntercepted(connection, envelope, interception);
  }

  private handOver(connection: BrokerConnection, envelope: RequestEnvelope, served: RequestEnvelope = envelope): void {
    if (envelope.expectResponse) connection.current = envelope;
    const { brokerId, socket } = connection;
    const nowMs = this.kernel.now();
    this.cluster.receive(brokerId, served, connection, nowMs);
    if (this.interceptor?.affectsResponse(socket.id, envelope) === true) {
      this.cluster.limitWait(brokerId, connection, nowMs);
    }
    this.carryOutEffects();
  }

  private serveIntercepted(connection: BrokerConnection, envelope: RequestEnvelope, interception: Interception): void {
    const { kind } = interception;
    if (kind === 'serve') this.handOver(connection, envelope, { ...envelope, request: interception.request });
    else if (kind === 'answer') this.send(connection, envelope, interception.response);
    else connection.current = envelope;
  }

  private send({ socket }: BrokerConnection, envelope: RequestEnvelope, answer: Response): void {
    if (!socket.isOpen) return;
    const response = this.interceptor?.changeResponse(socket.id, envelope, answer) ?? answer;
    socket.send(response.api, { correlationId: envelope.correlationId, response });
  }

  private answer(connection: BrokerConnection, response: Response): void {
    const envelope = connection.current;
    if (envelope === undefined) return;
    connection.current = undefined;
    this.send(connection, envelope, response);
    connection.readNext();
  }

  // --- Responses between brokers ---------------------------------------------------------------------------------------

  fetched(followerId: number, leaderId: number, response: FetchResponse): void {
    this.replicationTrace?.fetched(followerId, leaderId, response);
    this.cluster.replicaFetched(followerId, leaderId, response, this.kernel.now());
    this.carryOutEffects();
  }

  fetchFailed(followerId: number, leaderId: number): void {
    this.apply((cluster, nowMs) => cluster.replicaFetchFailed(followerId, leaderId, nowMs));
  }

  requestDone(request: InterBrokerRequest, response: Response | undefined): void {
    this.apply((cluster, nowMs) => cluster.interBrokerRequestDone(request, response, nowMs));
  }

  // --- Effects ---------------------------------------------------------------------------------------------------------

  /** Effects of effects are appended to the same list, which the outermost call carries out. */
  private carryOutEffects(): void {
    this.version++;
    this.history?.update(this.cluster.controlPlane);
    this.replicationTrace?.logsMayHaveChanged();
    if (this.isCarryingOut) return;
    this.isCarryingOut = true;
    const effects = this.cluster.effects;
    for (let i = 0; i < effects.length; i++) this.carryOut(effects[i] as Effect);
    // Faster than setting the length: there are only a few.
    while (effects.length > 0) effects.pop();
    this.isCarryingOut = false;
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'answer':
        this.answer(effect.token as BrokerConnection, effect.response);
        return;
      case 'disconnect':
        (effect.token as BrokerConnection).socket.close();
        return;
      case 'mute':
        (effect.token as BrokerConnection).isMuted = true;
        return;
      case 'unmute':
        (effect.token as BrokerConnection).unmute();
        return;
      case 'fetch':
        this.replicationTrace?.fetches(effect.from, effect.to, effect.request);
        this.links.fetch(effect.from, effect.to, effect.request, effect.apiVersion);
        return;
      case 'abandon fetch':
        this.links.abandonFetch(effect.from, effect.to);
        return;
      case 'request':
        this.links.send(effect.request);
        return;
      case 'abandon':
        this.links.abandon(effect.request);
        return;
      case 'wake':
        this.kernel.scheduleAt(effect.atMs, () => this.apply((cluster, nowMs) => cluster.wake(nowMs)), true);
        return;
      case 'listen': {
        const node = this.cluster.nodes.find(({ id }) => id === effect.brokerId);
        if (node !== undefined) this.network.hostUp(node.host);
        return;
      }
      case 'event':
        this.trace(effect.name, effect.facts);
    }
  }
}

/**
 * The broker's end of a connection. A broker works on one request of a connection at a time, and reads the next one when it has
 * answered (Kafka's SocketServer mutes the channel until then). The cluster knows the connection as the token of a request.
 */
class BrokerConnection implements SocketHandlers<Wire> {
  readonly brokerId: number;
  readonly socket: Socket<Wire>;
  /** The request that the broker works on. */
  current: RequestEnvelope | undefined;
  /** The broker works on a request that it will not answer. */
  isMuted = false;
  /** Requests that have arrived and have not been read yet. */
  private readonly unread: RequestEnvelope[] = [];
  private readonly brokers: BrokerNodes;

  constructor(brokers: BrokerNodes, brokerId: number, socket: Socket<Wire>) {
    this.brokers = brokers;
    this.brokerId = brokerId;
    this.socket = socket;
  }

  received(payload: Wire): void {
    if (this.current === undefined && !this.isMuted) this.brokers.serve(this, payload as RequestEnvelope);
    else this.unread.push(payload as RequestEnvelope);
  }

  /** Reads requests until one has to wait for its answer. */
  readNext(): void {
    while (this.current === undefined && !this.isMuted && this.unread.length > 0) {
      this.brokers.serve(this, this.unread.shift()!);
    }
  }

  unmute(): void {
    this.isMuted = false;
    this.readNext();
  }

  disconnected(): void {
    this.unread.length = 0;
  }
}
