/**
 * One connection, seen through a poll: what the world reports is kept until somebody reads it.
 *
 * Owns: unread responses, the one request waiting to be written, and how the connection stands.
 * Refuses to know: when a poll happens (selector.ts).
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import { Fifo } from '../collections/fifo.ts';
import type { ClientHost, Connection, ConnectionListener } from '../host/client-host.ts';

/** How a channel stood when it ended: never connected, in use, closed for idleness, closed by the client. */
export type ChannelState = 'NOT_CONNECTED' | 'READY' | 'EXPIRED' | 'LOCAL_CLOSE';

export class Channel implements ConnectionListener {
  readonly id: string;
  /** As Java prints a socket address. */
  readonly address: string;
  /** Connected, and a poll has noticed it. */
  isReady = false;
  /** Refused or disconnected; unread responses are still to be read. */
  hasEnded = false;
  /** There is something for a poll to do. */
  hasWork = false;
  lastActiveMs: number;

  private readonly clientHost: ClientHost;
  private readonly connection: Connection;
  private readonly changed: () => void;
  private isConnectionNews = false;
  private isClosed = false;
  private readonly unread = new Fifo<ResponseEnvelope>();
  private unwritten: RequestEnvelope | null = null;

  constructor(id: string, host: string, port: number, clientId: string, clientHost: ClientHost, changed: () => void) {
    this.id = id;
    this.address = socketAddress(host, port);
    this.clientHost = clientHost;
    this.changed = changed;
    this.lastActiveMs = clientHost.now();
    this.connection = clientHost.connect(host, port, clientId, this);
  }

  connected(): void {
    this.isConnectionNews = true;
    this.notice();
  }

  refused(): void {
    this.hasEnded = true;
    this.notice();
  }

  received(response: ResponseEnvelope): void {
    this.unread.push(response);
    this.notice();
  }

  disconnected(): void {
    this.hasEnded = true;
    this.notice();
  }

  queue(request: RequestEnvelope): void {
    if (this.unwritten !== null) {
      throw new IllegalStateException(
        `Attempt to begin a send operation with prior send operation still in progress, connection id is ${this.id}`,
      );
    }
    this.unwritten = request;
    this.hasWork = true;
  }

  /** True once, in the poll that notices the connection. */
  becomeConnected(): boolean {
    if (!this.isConnectionNews) return false;
    this.isConnectionNews = false;
    this.isReady = true;
    this.refreshWork();
    return true;
  }

  read(): ResponseEnvelope | undefined {
    if (this.unread.length === 0) return undefined;
    const response = this.unread.shift();
    this.refreshWork();
    return response;
  }

  /** Takes the waiting request off; `transmit` puts it on the wire. */
  write(): RequestEnvelope | null {
    const request = this.unwritten;
    if (request === null || !this.isReady || this.hasEnded) return null;
    this.unwritten = null;
    this.refreshWork();
    return request;
  }

  transmit(request: RequestEnvelope): void {
    this.connection.send(request);
  }

  close(): void {
    this.isClosed = true;
    if (!this.hasEnded) this.connection.close();
  }

  private notice(): void {
    if (this.isClosed) return;
    this.hasWork = true;
    this.changed();
  }

  private refreshWork(): void {
    this.lastActiveMs = this.clientHost.now();
    this.hasWork = this.isConnectionNews || this.hasEnded || this.unread.length > 0 || this.unwritten !== null;
  }
}

/** `/10.0.0.1:9092` for an address, `localhost/127.0.0.1:9092` for the one name resolved here, else `name:9092`. */
function socketAddress(host: string, port: number): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return `/${host}:${port}`;
  return host === 'localhost' ? `localhost/127.0.0.1:${port}` : `${host}:${port}`;
}
