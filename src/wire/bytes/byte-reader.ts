/** Reads the primitive types of Kafka's protocol. Every read is checked against the end of the bytes. */

import { copyOf } from './copied-bytes.ts';
import { decodeText } from './text.ts';
import { WireError } from './wire-error.ts';

const TWO_TO_32 = 0x1_0000_0000;
/** The bits of a varint of 32 bits come in at most this many bytes; those of 64 bits in ten. */
const MOST_BYTES_OF_VARINT = 5;
const MOST_BYTES_OF_VARLONG = 10;

export class ByteReader {
  readonly bytes: Uint8Array;
  /** Where the next read begins. Invariant: 0 <= position <= end. */
  position: number;
  /** Where the bytes end that may be read. */
  readonly end: number;

  constructor(bytes: Uint8Array, position = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  bool(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    return (this.uint8() << 24) >> 24;
  }

  uint8(): number {
    return this.bytes[this.take(1)] as number;
  }

  int16(): number {
    const at = this.take(2);
    return (((this.bytes[at] as number) << 24) >> 16) | (this.bytes[at + 1] as number);
  }

  int32(): number {
    return this.int32At(this.take(4));
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  uint32LittleEndian(): number {
    const value = this.uint32();
    return ((value >>> 24) | ((value >>> 8) & 0xff00) | ((value & 0xff00) << 8) | (value << 24)) >>> 0;
  }

  /** Above 2^53 and below -2^53, the nearest integer that a number can represent. */
  int64(): number {
    const at = this.take(8);
    return this.int32At(at) * TWO_TO_32 + (this.int32At(at + 4) >>> 0);
  }

  /** An unsigned integer of 32 bits in 1 to 5 bytes. */
  unsignedVarint(): number {
    let value = 0;
    for (let i = 0; i < MOST_BYTES_OF_VARINT; i++) {
      const byte = this.uint8();
      value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return value >>> 0;
    }
    throw new WireError(`The varint at byte ${this.position - MOST_BYTES_OF_VARINT} is longer than 5 bytes.`);
  }

  /** A zigzag integer of 32 bits. */
  varint(): number {
    const value = this.unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zigzag integer of 64 bits; see `int64` for large ones. */
  varlong(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < MOST_BYTES_OF_VARLONG; i++) {
      const byte = this.uint8();
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new WireError(`The varint at byte ${this.position - MOST_BYTES_OF_VARLONG} is longer than 10 bytes.`);
  }

  text(length: number): string {
    const start = this.take(length);
    return decodeText(this.bytes, start, this.position);
  }

  /** A view of the bytes that are read, not a copy. */
  view8(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.subarray(start, this.position);
  }

  /** A copy of the bytes that are read. */
  copy(length: number): Uint8Array {
    const start = this.take(length);
    return copyOf(this.bytes, start, length);
  }

  skip(length: number): void {
    this.take(length);
  }

  /** A DataView would have to be made for every message, which takes longer than reading most of them. */
  private int32At(at: number): number {
    const { bytes } = this;
    return (
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
    );
  }

  /** Moves on by `length` bytes and returns where they begin. */
  private take(length: number): number {
    const start = this.position;
    if (length < 0) throw new WireError(`There is a negative length, ${length}, before byte ${start}.`);
    if (start + length > this.end) {
      throw new WireError(
        `${length} more bytes are needed at byte ${start}, but the message ends after ${this.end} bytes.`,
      );
    }
    this.position = start + length;
    return start;
  }
}
