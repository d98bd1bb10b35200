/** What a client gets instead of Node's Socket: a stream to a broker of the simulation. */
import { Duplex } from 'node:stream';
import type { Timer } from '../../sim/index.ts';
import { Bridge, type BridgeContext, type BridgeOwner } from './bridge.ts';

type Done = (error?: Error | null) => void;

/** Where the client has asked for, and where that is. */
export interface Destination {
  /** As the client has written it. */
  readonly host: string;
  readonly port: number;
  /** Of a broker on the simulated network, such as `broker-1:9092`. */
  readonly address: string;
}

export class BrokerSocket extends Duplex implements BridgeOwner {
  connecting = true;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily = 'IPv4';
  readonly localAddress = '127.0.0.1';
  readonly localPort: number;
  private readonly context: BridgeContext;
  private readonly bridge: Bridge;
  private idleTimeoutMs = 0;
  private idleTimer: Timer | null = null;

  /** @param fromHost the name of the client's host */
  constructor(fromHost: string, { host, port, address }: Destination, context: BridgeContext) {
    super({ allowHalfOpen: false });
    this.remoteAddress = host;
    this.remotePort = port;
    this.localPort = port;
    this.context = context;
    this.bridge = new Bridge(fromHost, address, context, this);
  }

  // --- What clients call -------------------------------------------------------------------------------------------------

  get pending(): boolean {
    return this.connecting;
  }

  get readyState(): 'opening' | 'open' | 'closed' {
    if (this.destroyed) return 'closed';
    return this.connecting ? 'opening' : 'open';
  }

  address(): { readonly address: string; readonly family: string; readonly port: number } {
    return { address: this.localAddress, family: this.remoteFamily, port: this.localPort };
  }

  /** Emits `timeout` once nothing has been written or received for that long; 0: never. */
  setTimeout(timeoutMs: number, listener?: () => void): this {
    this.idleTimeoutMs = timeoutMs;
    if (listener !== undefined) {
      if (timeoutMs === 0) this.off('timeout', listener);
      else this.once('timeout', listener);
    }
    this.restartIdleTimer();
    return this;
  }

  get timeout(): number {
    return this.idleTimeoutMs;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  // --- What streams call ---------------------------------------------------------------------------------------------------

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    this.restartIdleTimer();
    this.bridge.write(chunk);
    done();
  }

  /** The client has ended its direction, so that the broker closes the connection. */
  override _final(done: Done): void {
    this.bridge.close();
    this.context.kernel.schedule(0, () => this.ended());
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.idleTimer?.cancel();
    this.connecting = false;
    this.bridge.close();
    done(error);
  }

  // --- What happens on the network -----------------------------------------------------------------------------------------

  connected(): void {
    this.connecting = false;
    this.restartIdleTimer();
    this.emit('connect');
    this.emit('ready');
  }

  refused(): void {
    this.destroy(new ConnectionRefused(this.remoteAddress, this.remotePort));
  }

  received(bytes: Uint8Array): void {
    this.restartIdleTimer();
    this.push(bytes);
  }

  ended(): void {
    if (this.readableEnded || this.destroyed) return;
    this.context.userActivity.markRunnable();
    this.push(null);
    // As Node does: without a reader nobody would notice the end.
    this.resume();
  }

  private restartIdleTimer(): void {
    this.idleTimer?.cancel();
    this.idleTimer = null;
    if (!(this.idleTimeoutMs > 0) || this.destroyed) return;
    this.idleTimer = this.context.kernel.schedule(Math.ceil(this.idleTimeoutMs), () => {
      this.context.userActivity.markRunnable();
      this.emit('timeout');
    });
  }
}

/** Node's error for a connection that nobody accepts. */
export class ConnectionRefused extends Error {
  readonly code = 'ECONNREFUSED';
  readonly errno = -111;
  readonly syscall = 'connect';
  readonly address: string;
  readonly port: number;

  constructor(address: string, port: number) {
    super(`connect ECONNREFUSED ${address}:${port}`);
    this.name = 'Error';
    this.address = address;
    this.port = port;
  }
}
