/** Cuts the bytes of a connection into frames: each is a size of four bytes, and as many bytes. */
import { ByteReader } from '../bytes/byte-reader.ts';
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
   * Calls `take` for each frame that is complete, with the bytes, and where in them the frame begins and ends. They are valid during
   * the call only.
   *
   * @throws WireError if a frame is too large, or what `take` throws
   */
  push(chunk: Uint8Array, take: (bytes: Uint8Array, start: number, end: number) => void): void {
    const bytes = this.heldBytes === 0 ? chunk : this.joined(chunk);
    if (bytes === undefined) return;
    let start = 0;
    for (let end = this.endOf(bytes, start); end <= bytes.length; end = this.endOf(bytes, start)) {
      take(bytes, start + SIZE_OF_SIZE, end);
      start = end;
    }
    if (start < bytes.length) this.hold(bytes.subarray(start));
  }

  /** Everything that has arrived, unless that is still too little for a frame. */
  private joined(chunk: Uint8Array): Uint8Array | undefined {
    const [first = chunk] = this.held;
    const length = this.heldBytes + chunk.length;
    if (first.length >= SIZE_OF_SIZE && length < this.endOf(first, 0)) {
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

  /** Where the frame that begins at `start` ends; infinite if its size is not complete. */
  private endOf(bytes: Uint8Array, start: number): number {
    if (bytes.length < start + SIZE_OF_SIZE) return Number.POSITIVE_INFINITY;
    const size = new ByteReader(bytes, start).int32();
    if (size >= 0 && size <= this.maxFrameBytes) return start + SIZE_OF_SIZE + size;
    throw new WireError(`Invalid receive (size = ${size}): a frame has at most ${this.maxFrameBytes} bytes.`);
  }
}
