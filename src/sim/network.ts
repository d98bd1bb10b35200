/**
 * A simulated network: hosts, their listeners, and connections between them.
 *
 * A connection is established one latency after `connect()`: first the listener accepts, then the caller is notified. A
 * refusal takes as long. From then on each message takes the latency of its link, and messages of one direction stay in
 * order.
 */
import { ConnectionEnd, type Socket, type SocketHandlers, type Wiring } from './connection.ts';
import type { Kernel } from './kernel.ts';
import { type LatencyRange, Link } from './link.ts';
import type { RandomStream } from './random.ts';
import { Rules } from './rule.ts';

/** Events of the connecting side. */
export interface ConnectHandlers<M> extends SocketHandlers<M> {
  connected(): void;
  /** No host listens at the address, or one of the two hosts is down. */
  refused(): void;
}

/** Accepts a connection, and returns the handlers for the accepting end. */
export type Accept<M> = (socket: Socket<M>) => SocketHandlers<M>;

interface Listener<M> {
  readonly host: string;
  readonly accept: Accept<M>;
}

interface Refusal {
  readonly to: string;
  readonly refuses: (fromHost: string) => boolean;
}

interface Pause {
  readonly host: string;
  readonly undos: (() => void)[];
}

/**
 * A network of hosts, with connections that carry messages of type `M` in order. Links have a latency and can be
 * closed.
 */
export class Network<M> {
  /** Rules that decide what happens to messages. */
  readonly rules: Rules<M> = new Rules<M>();
  private readonly kernel: Kernel;
  private readonly random: RandomStream;
  private readonly latency: LatencyRange;
  private readonly wiring: Wiring<M>;
  /** By address. */
  private readonly listeners = new Map<string, Listener<M>>();
  /** By sending host, then receiving host. */
  private readonly links = new Map<string, Map<string, Link>>();
  /** The connecting end of every connection with at least one open end, oldest first. */
  private readonly connections = new Set<ConnectionEnd<M>>();
  private readonly down = new Set<string>();
  /** All hosts that listen, or have tried to connect. */
  private readonly hosts = new Set<string>();
  private readonly refusals = new Set<Refusal>();
  /** The pauses in force, each with the undo functions of the links it has closed. */
  private readonly pauses = new Set<Pause>();
  private lastSocketId = 0;

  constructor(kernel: Kernel, random: RandomStream, options: { readonly latency: LatencyRange }) {
    this.kernel = kernel;
    this.random = random;
    this.latency = options.latency;
    this.wiring = { kernel, rules: this.rules, forget: (end) => void this.connections.delete(end) };
  }

  /** Number of connections with at least one open end. */
  get connectionCount(): number {
    return this.connections.size;
  }

  /**
   * Accepts connections to `address` ("host:port") on behalf of `host`.
   *
   * @returns a function that stops listening; existing connections stay
   * @throws Error if another listener has the address
   */
  listen(address: string, host: string, accept: Accept<M>): () => void {
    const taken = this.listeners.get(address);
    if (taken !== undefined) {
      throw new Error(
        `${host} cannot listen at ${address}, because ${taken.host} already does: stop that listener, or use another port`,
      );
    }
    const listener: Listener<M> = { host, accept };
    this.listeners.set(address, listener);
    this.hosts.add(host);
    return () => {
      if (this.listeners.get(address) === listener) this.listeners.delete(address);
    };
  }

  /** Whether a host of this name listens, or has tried to connect. */
  knows(host: string): boolean {
    return this.hosts.has(host);
  }

  /** The names of the hosts that listen or have tried to connect, in the order in which each did so first. */
  get hostNames(): readonly string[] {
    return [...this.hosts];
  }

  /** Opens a connection. The handlers are called later, never inside this call. */
  connect(fromHost: string, address: string, handlers: ConnectHandlers<M>): Socket<M> {
    const toHost = this.listeners.get(address)?.host ?? hostOf(address);
    this.hosts.add(fromHost);
    const link = this.link(fromHost, toHost);
    const end = new ConnectionEnd<M>(++this.lastSocketId, fromHost, toHost, 'request', link, this.wiring);
    end.handlers = handlers;
    this.connections.add(end);
    this.kernel.schedule(link.drawLatencyMs(), () => this.establish(end, address, handlers));
    return end;
  }

  /**
   * Stops a host at once. Its own ends of connections are not notified; the other ends are, one latency later, after
   * the messages that are already on their way to them. Connections from and to the host are refused until `hostUp`.
   */
  hostDown(host: string): void {
    if (this.down.has(host)) return;
    this.down.add(host);
    for (const connection of this.connections) {
      if (!connection.touches(host)) continue;
      for (const end of connection.endsOn(host)) end.crash();
    }
  }

  /** Starts a host again: its listeners accept connections again. Its old connections stay broken. */
  hostUp(host: string): void {
    this.down.delete(host);
  }

  /** Sets the latency of later messages from one host to another. Default: the latency of the network. */
  setLatency(fromHost: string, toHost: string, latency: LatencyRange): void {
    this.link(fromHost, toHost).setLatency(latency);
  }

  /**
   * Delays later messages from one host to another by `extraMs` more.
   *
   * @returns a function that undoes it
   */
  slowLink(fromHost: string, toHost: string, extraMs: number): () => void {
    return this.link(fromHost, toHost).slow(extraMs);
  }

  /**
   * Holds back everything from one host to another: messages, disconnects, and new connections. The opposite direction
   * stays open.
   *
   * @returns a function that undoes it; what was held back is then delivered, as TCP retransmits unacknowledged
   *   segments
   */
  closeLink(fromHost: string, toHost: string): () => void {
    return this.link(fromHost, toHost).close();
  }

  /**
   * Refuses new connections to a host.
   *
   * @param refuses called for each new connection; returns whether to refuse it
   * @returns a function that undoes it
   */
  refuseConnections(toHost: string, refuses: (fromHost: string) => boolean): () => void {
    const refusal: Refusal = { to: toHost, refuses };
    this.refusals.add(refusal);
    return () => void this.refusals.delete(refusal);
  }

  /**
   * Freezes a host like a stopped process: its connections stay, but messages and new connections from and to it wait.
   * What has reached it is read when it goes on, even if the sender has gone down by then.
   *
   * @returns a function that undoes it; what has waited is delivered when the last pause of the host is undone
   */
  pauseHost(host: string): () => void {
    const pause: Pause = { host, undos: [] };
    this.pauses.add(pause);
    for (const [from, links] of this.links) {
      for (const [to, link] of links) if (from === host || to === host) pause.undos.push(link.close(to === host));
    }
    return () => {
      this.pauses.delete(pause);
      for (const undo of pause.undos.splice(0)) undo();
    };
  }

  private establish(end: ConnectionEnd<M>, address: string, handlers: ConnectHandlers<M>): void {
    if (!end.isOpen) return;
    const barrier = this.link(end.from, end.to).barrier ?? this.link(end.to, end.from).barrier;
    if (barrier !== undefined) {
      barrier.wait(() => this.establish(end, address, handlers));
      return;
    }
    const listener = this.listeners.get(address);
    if (listener === undefined || this.down.has(listener.host) || this.down.has(end.from) || this.isRefused(end)) {
      end.shut();
      handlers.refused();
      return;
    }
    const back = this.link(listener.host, end.from);
    const accepted = new ConnectionEnd<M>(end.id, listener.host, end.from, 'response', back, this.wiring);
    end.join(accepted);
    accepted.handlers = listener.accept(accepted);
    end.release();
    if (end.isOpen) handlers.connected();
  }

  private isRefused({ from, to }: ConnectionEnd<M>): boolean {
    for (const refusal of this.refusals) if (refusal.to === to && refusal.refuses(from)) return true;
    return false;
  }

  private link(fromHost: string, toHost: string): Link {
    let links = this.links.get(fromHost);
    if (links === undefined) {
      links = new Map();
      this.links.set(fromHost, links);
    }
    let link = links.get(toHost);
    if (link === undefined) {
      link = new Link(this.latency, this.random);
      links.set(toHost, link);
      for (const { host, undos } of this.pauses)
        if (host === fromHost || host === toHost) undos.push(link.close(host === toHost));
    }
    return link;
  }
}

function hostOf(address: string): string {
  const colon = address.lastIndexOf(':');
  return colon < 0 ? address : address.slice(0, colon);
}
