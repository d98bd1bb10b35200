/** One TCP connection of a client, and the connection on the simulated network that its bytes go through. */
import type { Socket } from 'node:net';
import { Bridge, type BridgeContext, type BridgeOwner } from '../../real-clients/connections/bridge.ts';

/** Bytes that a client may leave unread before nothing more is read from it. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/** What a connection needs of its server. */
export interface ConnectionHost {
  /** Runs `action` at the present time, with the events before and after it. */
  act(action: () => void): void;
  /** Says why a connection was closed. */
  log(problem: string): void;
  /** The connection has ended. */
  closed(connection: ServedConnection): void;
}

export class ServedConnection implements BridgeOwner {
  private readonly socket: Socket;
  private readonly name: string;
  private readonly host: ConnectionHost;
  private bridge: Bridge | null = null;
  private isConnected = false;
  /** What the client has sent before the simulated connection was there. */
  private early: Uint8Array[] = [];

  /**
   * @param name of the client's host on the simulated network
   * @param address of the broker there
   */
  constructor(socket: Socket, name: string, address: string, context: BridgeContext, host: ConnectionHost) {
    this.socket = socket;
    this.name = name;
    this.host = host;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => host.act(() => this.receive(bytes)));
    socket.on('drain', () => socket.resume());
    // What happens to a socket that has failed follows in 'close'.
    socket.on('error', () => {});
    socket.on('close', () => host.act(() => this.socketClosed()));
    host.act(() => {
      this.bridge = new Bridge(name, address, context, this);
    });
  }

  /** Closes the connection at once. */
  destroy(problem?: string): void {
    if (problem !== undefined) this.host.log(`${this.name}: ${problem} The connection was closed.`);
    this.socket.destroy();
  }

  // --- From the simulated network --------------------------------------------------------------------------------------------

  connected(): void {
    this.isConnected = true;
    for (const bytes of this.early.splice(0)) this.bridge?.write(bytes);
  }

  refused(): void {
    this.socket.destroy();
  }

  received(bytes: Uint8Array): void {
    if (this.socket.destroyed) return;
    this.socket.write(bytes);
    if (this.socket.writableLength > MAX_UNREAD_BYTES) this.socket.pause();
  }

  ended(): void {
    // What was sent before still reaches the client.
    this.socket.destroySoon();
  }

  rejected(problem: string): void {
    this.host.log(`${this.name}: ${problem} The connection was closed.`);
  }

  // --- From the client ---------------------------------------------------------------------------------------------------------

  private receive(bytes: Uint8Array): void {
    if (this.isConnected) this.bridge?.write(bytes);
    else this.early.push(Uint8Array.from(bytes));
  }

  private socketClosed(): void {
    this.bridge?.close();
    this.host.closed(this);
  }
}
