/**
 * Connections between brokers on the simulated network, so that faults meet requests between brokers like those of clients.
 *
 * A follower has one connection to each leader it fetches from. For other requests, every client id (Kafka: every sender thread)
 * has one connection to each broker. Connections are made when they are first needed, and again after they have broken.
 */
import type { InterBrokerRequest } from '../../broker/index.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { FetchRequest, FetchResponse, Request, Response, ResponseEnvelope } from '../../protocol/messages.ts';
import type { ConnectHandlers, Network, Socket } from '../../sim/index.ts';
import type { Wire } from './wire.ts';

/** Learns how requests between brokers have ended. */
export interface BrokerLinkListener {
  /** A leader has answered a follower's fetch. */
  fetched(followerId: number, leaderId: number, response: FetchResponse): void;
  /** The connection from a follower to a leader could not be made, or has broken. */
  fetchFailed(followerId: number, leaderId: number): void;
  /** Another request has been answered; without a response, its connection could not be made or has broken. */
  requestDone(request: InterBrokerRequest, response: Response | undefined): void;
}

export class BrokerLinks {
  private readonly network: Network<Wire>;
  private readonly nodes: readonly Node[];
  private readonly listener: BrokerLinkListener;
  /** By follower, then leader. */
  private readonly fetchLinks: (FetchLink | undefined)[][] = [];
  /** By client id and target broker. */
  private readonly requestLinks = new Map<string, RequestLink>();

  constructor(network: Network<Wire>, nodes: readonly Node[], listener: BrokerLinkListener) {
    this.network = network;
    this.nodes = nodes;
    this.listener = listener;
  }

  /** Sends a follower's fetch. If the leader was restarted with a previous one in flight, the connection of that one is closed. */
  fetch(followerId: number, leaderId: number, request: FetchRequest, apiVersion: number): void {
    const existing = this.fetchLinks[followerId]?.[leaderId];
    if (existing?.isInFlight === true) existing.socket.close();
    const link = existing?.socket.isOpen === true ? existing : this.connectFollower(followerId, leaderId);
    link.fetch(request, apiVersion);
  }

  /** Closes the connection of a follower's fetch that has timed out. */
  abandonFetch(followerId: number, leaderId: number): void {
    this.fetchLinks[followerId]?.[leaderId]?.socket.close();
  }

  /** Sends any other request to another broker. */
  send(request: InterBrokerRequest): void {
    const existing = this.requestLinks.get(keyOf(request));
    const link = existing?.socket.isOpen === true ? existing : this.connectSender(request);
    link.deliver(request);
  }

  /** Closes the connection of a request that has timed out. */
  abandon(request: InterBrokerRequest): void {
    const key = keyOf(request);
    this.requestLinks.get(key)?.socket.close();
    this.requestLinks.delete(key);
  }

  private connectFollower(followerId: number, leaderId: number): FetchLink {
    this.fetchLinks[followerId] ??= [];
    const links = this.fetchLinks[followerId];
    const link = new FetchLink(this.connector(followerId, leaderId), `broker-${followerId}-fetcher`, {
      fetched: (response) => this.listener.fetched(followerId, leaderId, response),
      failed: () => {
        links[leaderId] = undefined;
        this.listener.fetchFailed(followerId, leaderId);
      },
    });
    links[leaderId] = link;
    return link;
  }

  private connectSender(first: InterBrokerRequest): RequestLink {
    const key = keyOf(first);
    const link = new RequestLink(this.connector(first.brokerId, first.to), first.clientId, {
      done: (request, response) => this.listener.requestDone(request, response),
      failed: () => {
        if (this.requestLinks.get(key) === link) this.requestLinks.delete(key);
      },
    });
    this.requestLinks.set(key, link);
    return link;
  }

  private connector(from: number, to: number): Connector {
    const [source, target] = [this.node(from), this.node(to)];
    return (handlers) => this.network.connect(source.host, `${target.host}:${target.port}`, handlers);
  }

  private node(brokerId: number): Node {
    const node = this.nodes.find(({ id }) => id === brokerId);
    if (node === undefined) throw new Error(`There is no broker ${brokerId} in this cluster`);
    return node;
  }
}

type Connector = (handlers: ConnectHandlers<Wire>) => Socket<Wire>;

/** One connection between two brokers. It numbers the requests. */
abstract class BrokerLink implements ConnectHandlers<Wire> {
  readonly socket: Socket<Wire>;
  private readonly clientId: string;
  private nextCorrelationId = 0;

  constructor(connect: Connector, clientId: string) {
    this.clientId = clientId;
    this.socket = connect(this);
  }

  /** Returns the correlation id of the request. */
  protected send(request: Request, apiVersion: number): number {
    const correlationId = this.nextCorrelationId++;
    const { clientId } = this;
    this.socket.send(request.api, { correlationId, clientId, apiVersion, expectResponse: true, request });
    return correlationId;
  }

  connected(): void {}

  refused(): void {
    this.disconnected();
  }

  abstract disconnected(): void;
  abstract received(payload: Wire): void;
}

interface FetchLinkListener {
  readonly fetched: (response: FetchResponse) => void;
  readonly failed: () => void;
}

/** A follower's connection to a leader. It carries one fetch at a time. */
class FetchLink extends BrokerLink {
  isInFlight = false;
  private readonly listener: FetchLinkListener;

  constructor(connect: Connector, clientId: string, listener: FetchLinkListener) {
    super(connect, clientId);
    this.listener = listener;
  }

  fetch(request: FetchRequest, apiVersion: number): void {
    this.isInFlight = true;
    this.send(request, apiVersion);
  }

  received(payload: Wire): void {
    this.isInFlight = false;
    this.listener.fetched((payload as ResponseEnvelope).response as FetchResponse);
  }

  disconnected(): void {
    this.listener.failed();
  }
}

interface RequestLinkListener {
  readonly done: (request: InterBrokerRequest, response: Response | undefined) => void;
  readonly failed: () => void;
}

/** The connection of a client id to a broker, with the requests on it that have no response yet. */
class RequestLink extends BrokerLink {
  private readonly listener: RequestLinkListener;
  /** By correlation id. */
  private readonly inFlight = new Map<number, InterBrokerRequest>();

  constructor(connect: Connector, clientId: string, listener: RequestLinkListener) {
    super(connect, clientId);
    this.listener = listener;
  }

  deliver(request: InterBrokerRequest): void {
    this.inFlight.set(this.send(request.request, request.apiVersion), request);
  }

  received(payload: Wire): void {
    const { correlationId, response } = payload as ResponseEnvelope;
    const request = this.inFlight.get(correlationId);
    this.inFlight.delete(correlationId);
    if (request !== undefined) this.listener.done(request, response);
  }

  disconnected(): void {
    this.listener.failed();
    for (const request of this.inFlight.values()) this.listener.done(request, undefined);
  }
}

function keyOf({ clientId, to }: InterBrokerRequest): string {
  return `${clientId}>${to}`;
}
