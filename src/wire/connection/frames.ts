/** Cuts the bytes of a connection into frames: each is a size of four bytes, and as many bytes. */
import { WireError } from '../bytes/wire-error.ts';

const SIZE_OF_SIZE = 4;

export class Frames {
  private readonly maxFrameBytes: number;
  /** What has arrived of a frame that is not complete, with its size. */
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  /** @param maxFrameBytes socket.request.max.bytes: larger frames are refused */
  constructor(maxFrameBytes: number) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Calls `take` for each frame that is complete, without its size. The bytes of a frame are valid during the call only.
   *
   * @throws WireError if a frame is too large, or what `take` throws
   */
  push(chunk: Uint8Array, take: (frame: Uint8Array) => void): void {
    let bytes = this.heldBytes === 0 ? chunk : this.joined(chunk);
    if (bytes === undefined) return;
    for (let size = this.sizeOf(bytes); size <= bytes.length; size = this.sizeOf(bytes)) {
      take(bytes.subarray(SIZE_OF_SIZE, size));
      bytes = bytes.subarray(size);
    }
    if (bytes.length > 0) this.hold(bytes);
  }

  /** Everything that has arrived, unless that is still too little for a frame. */
  private joined(chunk: Uint8Array): Uint8Array | undefined {
    const [first = chunk] = this.held;
    const length = this.heldBytes + chunk.length;
    if (first.length >= SIZE_OF_SIZE && length < this.sizeOf(first)) {
      this.hold(chunk);
      return undefined;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of [...this.held, chunk]) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.held = [];
    this.heldBytes = 0;
    return bytes;
  }

  private hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.held.push(new Uint8Array(bytes));
    this.heldBytes += bytes.length;
  }

  /** The size of the first frame with its size; infinite if that is not complete. */
  private sizeOf(bytes: Uint8Array): number {
    if (bytes.length < SIZE_OF_SIZE) return Number.POSITIVE_INFINITY;
    const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
    if (size >= 0 && size <= this.maxFrameBytes) return size + SIZE_OF_SIZE;
    throw new WireError(`Invalid receive (size = ${size}): a frame has at most ${this.maxFrameBytes} bytes.`);
  }
}
