/**
 * The cluster on the network: every broker listens at its address, followers fetch over links of their own, and what
 * the state machine wants done is done.
 *
 * Owns: carrying requests to the cluster and its effects back out.
 * Refuses to know: what a request means, and what faults are.
 */
import type { Cluster, ControlPlane, Effect } from '../../broker/index.ts';
import type {
  FetchRequest,
  FetchResponse,
  Request,
  RequestEnvelope,
  Response,
  ResponseEnvelope,
} from '../../protocol/messages.ts';
import type { Node } from '../../protocol/node.ts';
import type { ConnectHandlers, Kernel, Network, Socket, SocketHandlers } from '../../sim/index.ts';
import { History } from '../history.ts';
import { BrokerQuestions } from './broker-questions.ts';
import type { Wire } from './wire.ts';

/**
 * One connection as its broker sees it. A broker works on one request of a connection at a time, and reads the next when
 * it has answered (SocketServer mutes the channel until then).
 */
class BrokerConnection implements SocketHandlers<Wire> {
  readonly brokerId: number;
  readonly socket: Socket<Wire>;
  /** The request being worked on; undefined while the lane is idle. It is the token the cluster gives back. */
  current: RequestEnvelope | undefined;
  /** Requests that have arrived and not been read yet. */
  readonly waiting: RequestEnvelope[] = [];
  private readonly brokers: BrokerNodes;

  constructor(brokers: BrokerNodes, brokerId: number, socket: Socket<Wire>) {
    this.brokers = brokers;
    this.brokerId = brokerId;
    this.socket = socket;
  }

  /** An idle lane, which is most of them, takes its request at once. */
  received(payload: Wire): void {
    if (this.current === undefined) this.brokers.serve(this, payload as RequestEnvelope);
    else this.waiting.push(payload as RequestEnvelope);
  }

  disconnected(): void {
    this.waiting.length = 0;
  }
}

/** A follower's connection to one leader. */
class ReplicaLink implements ConnectHandlers<Wire> {
  readonly clientId: string;
  nextCorrelationId = 0;
  /** A fetch is out on it. */
  isWaiting = false;
  private readonly brokers: BrokerNodes;
  private readonly followerId: number;
  private readonly leaderId: number;

  constructor(brokers: BrokerNodes, followerId: number, leaderId: number) {
    this.brokers = brokers;
    this.followerId = followerId;
    this.leaderId = leaderId;
    this.clientId = `broker-${followerId}-fetcher`;
  }

  connected(): void {}

  refused(): void {
    this.disconnected();
  }

  disconnected(): void {
    this.brokers.linkFailed(this.followerId, this.leaderId);
  }

  received(payload: Wire): void {
    this.isWaiting = false;
    const { response } = payload as ResponseEnvelope;
    this.brokers.fetched(this.followerId, this.leaderId, response as FetchResponse);
  }
}

interface StandingLink {
  readonly link: ReplicaLink;
  readonly socket: Socket<Wire>;
}

/** What a broker does instead of serving a request as it arrived. */
export type Interception =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'serve'; readonly request: Request }
  /** The broker serves neither this request nor any later one on this connection. */
  | { readonly kind: 'hang' };

/** Lets faults act on requests and responses inside brokers. */
export interface RequestInterceptor {
  intercept(socketId: number, envelope: RequestEnvelope): Interception | undefined;
  /** Returns the response to send instead of `response`, which may be the same. */
  changeResponse(socketId: number, envelope: RequestEnvelope, response: Response): Response;
}

export interface BrokerSurroundings {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  /** Moments count from here, in ms since the epoch. */
  readonly startMs: number;
  /** Takes the control plane's events: topic created, leader elected, ... */
  readonly tell: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

export class BrokerNodes {
  private readonly cluster: Cluster;
  private readonly kernel: Kernel;
  private readonly startMs: number;
  private readonly network: Network<Wire>;
  private readonly tell: BrokerSurroundings['tell'];
  private readonly nodes: readonly Node[];
  /** By follower, then leader; made at the first fetch, dropped when it breaks. */
  private readonly links: (StandingLink | undefined)[][] = [];
  private readonly questions: BrokerQuestions;
  private isCarryingOut = false;
  /** Moves whenever the cluster may have changed. */
  version = 0;
  /** Told whenever the cluster may have changed; `null`: nobody keeps a history. */
  history: History | null = null;
  /** `null` until there is a fault that could. */
  interceptor: RequestInterceptor | null = null;

  constructor(cluster: Cluster, surroundings: BrokerSurroundings) {
    this.cluster = cluster;
    this.kernel = surroundings.kernel;
    this.startMs = surroundings.startMs;
    this.network = surroundings.network;
    this.tell = surroundings.tell;
    this.nodes = cluster.nodes;
    this.questions = new BrokerQuestions(surroundings.network, cluster.nodes, (question, response) =>
      this.apply((state, nowMs) => state.interBrokerRequestDone(question, response, nowMs)),
    );
    for (const node of this.nodes) this.listen(node);
  }

  /** Lets `change` act on the cluster now, then carries out what follows from it. */
  apply<T>(change: (cluster: Cluster, nowMs: number) => T): T {
    const result = change(this.cluster, this.kernel.now());
    this.carryOut();
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

  private listen(node: Node): void {
    this.network.listen(
      `${node.host}:${node.port}`,
      node.host,
      (socket) => new BrokerConnection(this, node.id, socket),
    );
  }

  /** Takes requests off the lane until one has to wait for its answer. */
  private work(lane: BrokerConnection): void {
    while (lane.current === undefined && lane.waiting.length > 0) this.serve(lane, lane.waiting.shift()!);
  }

  /** Takes a request off the lane: it is its turn. */
  serve(lane: BrokerConnection, envelope: RequestEnvelope): void {
    if (!lane.socket.isOpen) return;
    const interception = this.interceptor?.intercept(lane.socket.id, envelope);
    if (interception === undefined) this.handOver(lane, envelope);
    else this.serveIntercepted(lane, envelope, interception);
  }

  private handOver(lane: BrokerConnection, envelope: RequestEnvelope, served: RequestEnvelope = envelope): void {
    if (envelope.expectResponse) lane.current = envelope;
    this.cluster.receive(lane.brokerId, served, lane, this.kernel.now());
    this.carryOut();
  }

  private serveIntercepted(lane: BrokerConnection, envelope: RequestEnvelope, interception: Interception): void {
    if (interception.kind === 'serve') this.handOver(lane, envelope, { ...envelope, request: interception.request });
    else if (interception.kind === 'answer') this.send(lane, envelope, interception.response);
    else lane.current = envelope;
  }

  private send(lane: BrokerConnection, envelope: RequestEnvelope, answer: Response): void {
    const { socket } = lane;
    if (!socket.isOpen) return;
    const response = this.interceptor?.changeResponse(socket.id, envelope, answer) ?? answer;
    socket.send(response.api, { correlationId: envelope.correlationId, response });
  }

  private answer(lane: BrokerConnection, response: Response): void {
    const envelope = lane.current;
    if (envelope === undefined) return;
    lane.current = undefined;
    this.send(lane, envelope, response);
    this.work(lane);
  }

  /** What an effect brings about joins the end of the same list. */
  private carryOut(): void {
    this.version++;
    this.history?.note(this.cluster.controlPlane);
    if (this.isCarryingOut) return;
    this.isCarryingOut = true;
    const effects = this.cluster.effects;
    for (let i = 0; i < effects.length; i++) this.perform(effects[i] as Effect);
    // Setting the length of an array is dearer than taking a few elements off.
    while (effects.length > 0) effects.pop();
    this.isCarryingOut = false;
  }

  private perform(effect: Effect): void {
    switch (effect.kind) {
      case 'answer':
        this.answer(effect.token as BrokerConnection, effect.response);
        return;
      case 'disconnect':
        (effect.token as BrokerConnection).socket.close();
        return;
      case 'fetch':
        this.fetch(effect.from, effect.to, effect.request);
        return;
      case 'request':
        this.questions.ask(effect.request);
        return;
      case 'abandon':
        this.questions.hangUp(effect.request.clientId, effect.request.to);
        return;
      case 'wake':
        this.kernel.scheduleAt(effect.atMs, () => this.apply((cluster, nowMs) => cluster.wake(nowMs)), true);
        return;
      case 'event':
        this.tell(effect.name, effect.facts);
    }
  }

  /** A leader's answer has come back. */
  fetched(followerId: number, leaderId: number, response: FetchResponse): void {
    this.cluster.replicaFetched(followerId, leaderId, response, this.kernel.now());
    this.carryOut();
  }

  /** The connection could not be made, or is gone. */
  linkFailed(followerId: number, leaderId: number): void {
    this.linksOf(followerId)[leaderId] = undefined;
    this.apply((cluster, nowMs) => cluster.replicaFetchFailed(followerId, leaderId, nowMs));
  }

  private fetch(followerId: number, leaderId: number, request: FetchRequest): void {
    const standing = this.links[followerId]?.[leaderId];
    // A fetch that is still out has been given up, and its connection with it.
    if (standing?.link.isWaiting === true) standing.socket.close();
    const { link, socket } = standing?.socket.isOpen === true ? standing : this.connect(followerId, leaderId);
    const correlationId = link.nextCorrelationId++;
    link.isWaiting = true;
    socket.send('Fetch', {
      correlationId,
      clientId: link.clientId,
      apiVersion: 15,
      expectResponse: true,
      request,
    });
  }

  private connect(followerId: number, leaderId: number): StandingLink {
    const leader = this.node(leaderId);
    const link = new ReplicaLink(this, followerId, leaderId);
    const socket = this.network.connect(this.node(followerId).host, `${leader.host}:${leader.port}`, link);
    const standing = { link, socket };
    this.linksOf(followerId)[leaderId] = standing;
    return standing;
  }

  private linksOf(followerId: number): (StandingLink | undefined)[] {
    this.links[followerId] ??= [];
    return this.links[followerId];
  }

  private node(brokerId: number): Node {
    const node = this.nodes.find(({ id }) => id === brokerId);
    if (node === undefined) throw new Error(`There is no broker ${brokerId} in this cluster`);
    return node;
  }
}
