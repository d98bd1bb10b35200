/**
 * One connection as a poll sees it (Java's KafkaChannel): what the host reports is kept until the next poll reads it.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import { Fifo } from '../collections/fifo.ts';
import type { ClientHost, Connection, ConnectionListener } from '../host/client-host.ts';

/** The state of a channel when it ended: never connected, in use, closed as idle, or closed by the client. */
export type ChannelState = 'NOT_CONNECTED' | 'READY' | 'EXPIRED' | 'LOCAL_CLOSE';

export class Channel implements ConnectionListener {
  readonly id: string;
  /** The broker's address, as Java prints a socket address. */
  readonly address: string;
  /** Whether the connection is established and a poll has noticed it. */
  isReady = false;
  /** Whether the connection was refused or ended. Unread responses can still be read. */
  hasEnded = false;
  /** Whether there is something for a poll to do. */
  hasWork = false;
  lastActiveMs: number;

  private readonly clientHost: ClientHost;
  private readonly connection: Connection;
  private readonly onChange: () => void;
  private hasJustConnected = false;
  private isClosed = false;
  private readonly unread = new Fifo<ResponseEnvelope>();
  private unwritten: RequestEnvelope | null = null;

  constructor(id: string, host: string, port: number, clientId: string, clientHost: ClientHost, onChange: () => void) {
    this.id = id;
    this.address = socketAddress(host, port);
    this.clientHost = clientHost;
    this.onChange = onChange;
    this.lastActiveMs = clientHost.now();
    this.connection = clientHost.connect(host, port, clientId, this);
  }

  connected(): void {
    this.hasJustConnected = true;
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

  /** @throws IllegalStateException if another request still waits to be written */
  queue(request: RequestEnvelope): void {
    if (this.unwritten !== null) {
      throw new IllegalStateException(
        `Attempt to begin a send operation with prior send operation still in progress, connection id is ${this.id}`,
      );
    }
    this.unwritten = request;
    this.hasWork = true;
  }

  /** @returns true once, in the poll that notices the connection */
  becomeConnected(): boolean {
    if (!this.hasJustConnected) return false;
    this.hasJustConnected = false;
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

  /** @returns the request to be put on the wire by `transmit`; `null` if there is none or it cannot be written */
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
    this.onChange();
  }

  private refreshWork(): void {
    this.lastActiveMs = this.clientHost.now();
    this.hasWork = this.hasJustConnected || this.hasEnded || this.unread.length > 0 || this.unwritten !== null;
  }
}

/** `/10.0.0.1:9092` for an address, `localhost/127.0.0.1:9092` for localhost, and `name:9092` for other host names. */
function socketAddress(host: string, port: number): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return `/${host}:${port}`;
  return host === 'localhost' ? `localhost/127.0.0.1:${port}` : `${host}:${port}`;
}
