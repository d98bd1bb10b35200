/**
 * Hosts, who listens where, and connections between them.
 *
 * Owns: connecting, refusing, and hosts going down and up, or standing still.
 * Refuses to know: what travels. A partition between hosts is a state of their links.
 *
 * A connection stands one latency after connect(): then the listener accepts, then the caller is told. A refusal takes
 * as long. After that each message takes its link's latency, and nothing overtakes within a direction.
 */
import { ConnectionEnd, type Socket, type SocketHandlers, type Wiring } from './connection.ts';
import type { Kernel } from './kernel.ts';
import { type LatencyRange, Link } from './link.ts';
import type { RandomStream } from './random.ts';
import { Rules } from './rule.ts';

/** What the connecting side is told. */
export interface ConnectHandlers<M> extends SocketHandlers<M> {
  connected(): void;
  /** Nobody listens there, or one of the hosts is down. */
  refused(): void;
}

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

export class Network<M> {
  /** Faults in force. */
  readonly rules: Rules<M> = new Rules<M>();
  private readonly kernel: Kernel;
  private readonly random: RandomStream;
  private readonly latency: LatencyRange;
  private readonly wiring: Wiring<M>;
  /** By address. */
  private readonly listeners = new Map<string, Listener<M>>();
  /** By sender, then receiver. */
  private readonly links = new Map<string, Map<string, Link>>();
  /** The connecting end of every connection of which an end is open, oldest first. */
  private readonly connections = new Set<ConnectionEnd<M>>();
  private readonly down = new Set<string>();
  /** All that listen, or have tried to connect. */
  private readonly hosts = new Set<string>();
  /** Each is asked for every connection to `to`. */
  private readonly refusals = new Set<Refusal>();
  /** Why hosts stand still: each pause has the undos of the links closed for it. */
  private readonly pauses = new Set<Pause>();
  private lastSocketId = 0;

  constructor(kernel: Kernel, random: RandomStream, options: { readonly latency: LatencyRange }) {
    this.kernel = kernel;
    this.random = random;
    this.latency = options.latency;
    this.wiring = { kernel, rules: this.rules, forget: (end) => void this.connections.delete(end) };
  }

  /** Connections of which at least one end is open. */
  get connectionCount(): number {
    return this.connections.size;
  }

  /**
   * Accepts connections at `address` ("host:port") on behalf of `host`. Returns the undo, which keeps what is connected.
   *
   * @throws Error if somebody listens there already
   */
  listen(address: string, host: string, accept: Accept<M>): () => void {
    const taken = this.listeners.get(address);
    if (taken !== undefined) {
      throw new Error(
        `${host} cannot listen at ${address}: ${taken.host} does already. Undo that first, or use another port`,
      );
    }
    const listener: Listener<M> = { host, accept };
    this.listeners.set(address, listener);
    this.hosts.add(host);
    return () => {
      if (this.listeners.get(address) === listener) this.listeners.delete(address);
    };
  }

  /** Whether somebody by this name listens, or has tried to connect. */
  knows(host: string): boolean {
    return this.hosts.has(host);
  }

  /** Opens a connection. Answers come later, through the handlers, never inside this call. */
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
   * The host stops at once. Its ends of connections are told nothing; the other ends are told one latency later, after
   * what was already on its way to them. Until hostUp, connecting from or to it is refused.
   */
  hostDown(host: string): void {
    if (this.down.has(host)) return;
    this.down.add(host);
    for (const connection of this.connections) {
      if (!connection.touches(host)) continue;
      for (const end of connection.endsOn(host)) end.crash();
    }
  }

  /** The host runs again; its listeners accept again, its old connections stay broken. */
  hostUp(host: string): void {
    this.down.delete(host);
  }

  /** Sets the latency of messages from one host to another, from the next message on; default: the network's. */
  setLatency(fromHost: string, toHost: string, latency: LatencyRange): void {
    this.link(fromHost, toHost).setLatency(latency);
  }

  /** Every message from one host to another takes `extraMs` longer, from the next one on. Returns the undo. */
  slowLink(fromHost: string, toHost: string, extraMs: number): () => void {
    return this.link(fromHost, toHost).slow(extraMs);
  }

  /**
   * Nothing gets from one host to another any more: messages, ends of connections and connecting wait. The other way
   * stays open. Returns the undo, after which what waited goes on, as TCP sends again what was not acknowledged.
   */
  closeLink(fromHost: string, toHost: string): () => void {
    return this.link(fromHost, toHost).close();
  }

  /** New connections to a host are refused if `refuses` says so, which is asked for each. Returns the undo. */
  refuseConnections(toHost: string, refuses: (fromHost: string) => boolean): () => void {
    const refusal: Refusal = { to: toHost, refuses };
    this.refusals.add(refusal);
    return () => void this.refusals.delete(refusal);
  }

  /**
   * The host stands still, as a stopped process does: its connections stay, and what is on its way from or to it waits;
   * so does connecting. Returns the undo: when the last pause of the host is undone, all of it goes on at once.
   */
  pauseHost(host: string): () => void {
    const pause: Pause = { host, undos: [] };
    this.pauses.add(pause);
    for (const [from, links] of this.links) {
      for (const [to, link] of links) if (from === host || to === host) pause.undos.push(link.close());
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
      for (const { host, undos } of this.pauses) if (host === fromHost || host === toHost) undos.push(link.close());
    }
    return link;
  }
}

function hostOf(address: string): string {
  const colon = address.lastIndexOf(':');
  return colon < 0 ? address : address.slice(0, colon);
}
