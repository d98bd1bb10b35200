/**
 * What kafkajs uses of a socket, for its option `socketFactory`. Without the buffers of a stream, a request takes two thirds of the time.
 */
import { EventEmitter } from 'node:events';
import { Bridge, type BridgeContext, type BridgeOwner } from './bridge.ts';
import { ConnectionRefused, type Destination } from './broker-socket.ts';

export class KafkaJsSocket extends EventEmitter implements BridgeOwner {
  private readonly destination: Destination;
  private readonly context: BridgeContext;
  private readonly bridge: Bridge;
  private hasEnded = false;

  /** @param fromHost the name of the client's host */
  constructor(fromHost: string, destination: Destination, context: BridgeContext) {
    super();
    this.destination = destination;
    this.context = context;
    this.bridge = new Bridge(fromHost, destination.address, context, this);
  }

  write(bytes: Uint8Array): boolean {
    this.bridge.write(bytes);
    return true;
  }

  /** The broker then closes the connection, too. */
  end(): this {
    this.bridge.close();
    this.context.kernel.schedule(0, () => this.ended());
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  connected(): void {
    this.emit('connect');
  }

  refused(): void {
    const { host, port } = this.destination;
    this.hasEnded = true;
    this.emit('error', new ConnectionRefused(host, port));
  }

  received(bytes: Uint8Array): void {
    if (!this.hasEnded) this.emit('data', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }

  ended(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.context.userActivity.markRunnable();
    this.emit('end');
  }
}
