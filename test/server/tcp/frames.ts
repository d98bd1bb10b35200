/** A client of few bytes, for tests of the server. */
import { connect, type Socket } from 'node:net';

/** A request for the versions of all APIs (ApiVersions, version 0). */
export function apiVersionsFrame(correlationId: number): Buffer {
  const body = Buffer.alloc(10);
  body.writeInt16BE(18, 0);
  body.writeInt16BE(0, 2);
  body.writeInt32BE(correlationId, 4);
  body.writeInt16BE(-1, 8);
  return framed(body);
}

export function framed(body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

export class RawClient {
  readonly socket: Socket;
  private received = Buffer.alloc(0);
  private ended = false;
  private wake: () => void = () => {};

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  send(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  /** The correlation id of the next response; `null` if the connection has ended. */
  async next(): Promise<number | null> {
    for (;;) {
      const size = this.received.length < 4 ? Number.POSITIVE_INFINITY : this.received.readInt32BE(0) + 4;
      if (this.received.length >= size) {
        const correlationId = this.received.readInt32BE(4);
        this.received = this.received.subarray(size);
        return correlationId;
      }
      if (this.ended) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
