/** The bytes that a decompressor has put out so far, which it may copy from. Their number is limited. */
import { WireError } from '../bytes/wire-error.ts';

/** Kafka does not limit it; a request has at most 100 MiB by default (socket.request.max.bytes). */
export const MOST_DECOMPRESSED_BYTES: number = 256 * 1024 * 1024;

export class Output {
  private bytes: Uint8Array;
  private length = 0;

  constructor(expectedSize: number) {
    this.bytes = new Uint8Array(Math.min(Math.max(expectedSize, 64), MOST_DECOMPRESSED_BYTES));
  }

  get size(): number {
    return this.length;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  add(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats `count` bytes that begin `distance` bytes before the end; the copy may run into itself. */
  repeat(distance: number, count: number): void {
    if (distance <= 0 || distance > this.length) {
      throw new WireError(`The compressed records refer to ${distance} bytes before byte ${this.length}.`);
    }
    this.reserve(count);
    for (const end = this.length + count; this.length < end; this.length++) {
      this.bytes[this.length] = this.bytes[this.length - distance] as number;
    }
  }

  private reserve(count: number): void {
    const size = this.length + count;
    if (size > MOST_DECOMPRESSED_BYTES) {
      throw new WireError(`The records have more than ${MOST_DECOMPRESSED_BYTES} bytes when they are decompressed.`);
    }
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
