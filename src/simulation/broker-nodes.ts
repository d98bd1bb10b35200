/**
 * The cluster on the network: every broker listens at its address, followers fetch over links of their own, and what
 * the state machine wants done is done.
 *
 * Owns: carrying requests to the cluster and its effects back out.
 * Refuses to know: what a request means.
 */
import type { Cluster, Effect } from '../broker/index.ts';
import type {
  FetchRequest,
  FetchResponse,
  Node,
  RequestEnvelope,
  Response,
  ResponseEnvelope,
} from '../protocol/messages.ts';
import type { Kernel, Network, Socket } from '../sim/index.ts';
import { BrokerQuestions } from './broker-questions.ts';
import type { History } from './history.ts';
import type { Wire } from './wire.ts';

/**
 * One connection as its broker sees it. A broker works on one request of a connection at a time, and reads the next when
 * it has answered (SocketServer mutes the channel until then).
 */
interface Lane {
  readonly brokerId: number;
  readonly socket: Socket<Wire>;
  /** The request being worked on; undefined while the lane is idle. It is the token the cluster gives back. */
  current: RequestEnvelope | undefined;
  /** Requests that have arrived and not been read yet. */
  readonly waiting: RequestEnvelope[];
}

/** A follower's connection to one leader. */
interface ReplicaLink {
  readonly socket: Socket<Wire>;
  readonly clientId: string;
  nextCorrelationId: number;
}

export interface BrokerSurroundings {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  /** What a fault answers in the broker's place; undefined if the broker is to answer. */
  readonly answerFor: (socketId: number, envelope: RequestEnvelope) => Response | undefined;
  /** Takes the control plane's events: topic created, leader elected, ... */
  readonly tell: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

export class BrokerNodes {
  private readonly cluster: Cluster;
  private readonly kernel: Kernel;
  private readonly network: Network<Wire>;
  private readonly tell: BrokerSurroundings['tell'];
  private readonly answerFor: BrokerSurroundings['answerFor'];
  private readonly nodes: readonly Node[];
  /** By follower, then leader; made at the first fetch, dropped when it breaks. */
  private readonly links: (ReplicaLink | undefined)[][] = [];
  private readonly questions: BrokerQuestions;
  private isCarryingOut = false;
  /** Moves whenever the cluster may have changed. */
  version = 0;
  /** Told whenever the cluster may have changed; `null`: nobody keeps a history. */
  history: History | null = null;

  constructor(cluster: Cluster, surroundings: BrokerSurroundings) {
    this.cluster = cluster;
    this.kernel = surroundings.kernel;
    this.network = surroundings.network;
    this.tell = surroundings.tell;
    this.answerFor = surroundings.answerFor;
    this.nodes = cluster.nodes;
    this.questions = new BrokerQuestions(surroundings.network, cluster.nodes, (question, response) =>
      this.apply((state, nowMs) => state.brokerAnswered(question, response, nowMs)),
    );
    for (const node of this.nodes) this.listen(node);
  }

  /** Lets `change` act on the cluster now, then carries out what follows from it. */
  apply<T>(change: (cluster: Cluster, nowMs: number) => T): T {
    const result = change(this.cluster, this.kernel.now());
    this.carryOut();
    return result;
  }

  private listen(node: Node): void {
    this.network.listen(`${node.host}:${node.port}`, node.host, (socket) => {
      const lane: Lane = { brokerId: node.id, socket, current: undefined, waiting: [] };
      return {
        received: (payload) => {
          // An idle lane, which is most of them, takes its request at once.
          if (lane.current === undefined) this.serve(lane, payload as RequestEnvelope);
          else lane.waiting.push(payload as RequestEnvelope);
        },
        disconnected: () => {
          lane.waiting.length = 0;
        },
      };
    });
  }

  /** Takes requests off the lane until one has to wait for its answer. */
  private work(lane: Lane): void {
    while (lane.current === undefined && lane.waiting.length > 0) this.serve(lane, lane.waiting.shift()!);
  }

  private serve(lane: Lane, envelope: RequestEnvelope): void {
    if (!lane.socket.isOpen) return;
    const { request, clientId, expectResponse, apiVersion } = envelope;
    const answer = this.answerFor(lane.socket.id, envelope);
    if (answer !== undefined) {
      this.send(lane, envelope, answer);
      return;
    }
    if (expectResponse) lane.current = envelope;
    this.cluster.receive(lane.brokerId, request, clientId, lane, expectResponse, this.kernel.now(), apiVersion);
    this.carryOut();
  }

  private send(lane: Lane, { correlationId }: RequestEnvelope, response: Response): void {
    if (lane.socket.isOpen) lane.socket.send(response.api, { correlationId, response });
  }

  private answer(lane: Lane, response: Response): void {
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
        this.answer(effect.token as Lane, effect.response);
        return;
      case 'disconnect':
        (effect.token as Lane).socket.close();
        return;
      case 'fetch':
        this.fetch(effect.from, effect.to, effect.request);
        return;
      case 'ask':
        this.questions.ask(effect.question);
        return;
      case 'hang up':
        this.questions.hangUp(effect.clientId, effect.to);
        return;
      case 'wake':
        this.kernel.scheduleAt(effect.atMs, () => this.apply((cluster, nowMs) => cluster.wake(nowMs)), true);
        return;
      case 'event':
        this.tell(effect.name, effect.facts);
    }
  }

  private fetch(followerId: number, leaderId: number, request: FetchRequest): void {
    const standing = this.links[followerId]?.[leaderId];
    const link = standing?.socket.isOpen === true ? standing : this.link(followerId, leaderId);
    const correlationId = link.nextCorrelationId++;
    link.socket.send('Fetch', {
      correlationId,
      clientId: link.clientId,
      apiVersion: 15,
      expectResponse: true,
      request,
    });
  }

  private link(followerId: number, leaderId: number): ReplicaLink {
    const leader = this.node(leaderId);
    this.links[followerId] ??= [];
    const links = this.links[followerId];
    const failed = (): void => {
      links[leaderId] = undefined;
      this.apply((cluster, nowMs) => cluster.replicaFetchFailed(followerId, leaderId, nowMs));
    };
    const socket = this.network.connect(this.node(followerId).host, `${leader.host}:${leader.port}`, {
      connected: () => {},
      refused: failed,
      disconnected: failed,
      received: (payload) => {
        const response = (payload as ResponseEnvelope).response as FetchResponse;
        this.cluster.replicaFetched(followerId, leaderId, response, this.kernel.now());
        this.carryOut();
      },
    });
    const link: ReplicaLink = { socket, clientId: `broker-${followerId}-fetcher`, nextCorrelationId: 0 };
    links[leaderId] = link;
    return link;
  }

  private node(brokerId: number): Node {
    const node = this.nodes.find(({ id }) => id === brokerId);
    if (node === undefined) throw new Error(`There is no broker ${brokerId} in this cluster`);
    return node;
  }
}
