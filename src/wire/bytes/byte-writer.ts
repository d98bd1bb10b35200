/** Writes the primitive types of Kafka's protocol into bytes that grow. */
import { utf8Length } from '../../protocol/records/payload.ts';
import { encodeText } from './text.ts';

const TWO_TO_32 = 0x1_0000_0000;
const TWO_TO_63 = 2 ** 63;
const FIRST_CAPACITY = 256;

export class ByteWriter {
  private bytes: Uint8Array;
  private view: DataView;
  private position = 0;

  constructor(capacity: number = FIRST_CAPACITY) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.position;
  }

  /** What has been written. The writer must not be used afterwards. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.position);
  }

  bool(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  int8(value: number): void {
    const at = this.reserve(1);
    this.view.setInt8(at, value);
  }

  int16(value: number): void {
    const at = this.reserve(2);
    this.view.setInt16(at, value);
  }

  int32(value: number): void {
    const at = this.reserve(4);
    this.view.setInt32(at, value);
  }

  uint32LittleEndian(value: number): void {
    const at = this.reserve(4);
    this.view.setUint32(at, value, true);
  }

  /** Integers that do not fit become the largest one: it is what `ByteReader.int64` rounds up. */
  int64(value: number): void {
    const at = this.reserve(8);
    const isTooLarge = value >= TWO_TO_63;
    this.view.setInt32(at, isTooLarge ? 0x7fffffff : Math.floor(value / TWO_TO_32));
    this.view.setUint32(at + 4, isTooLarge ? 0xffffffff : value % TWO_TO_32);
  }

  unsignedVarint(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.int8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.int8(rest);
  }

  /** The text without its length. */
  text(text: string, sizeInBytes: number = utf8Length(text)): void {
    const at = this.reserve(sizeInBytes);
    encodeText(text, this.bytes, at);
  }

  copy(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** Overwrites an int32 that was written before. */
  patchInt32(at: number, value: number): void {
    this.view.setInt32(at, value);
  }

  /** Makes room, possibly in other `bytes` with another `view`, for `length` bytes, moves on by as many, and returns where they begin. */
  private reserve(length: number): number {
    const start = this.position;
    this.position = start + length;
    if (this.position > this.bytes.length) this.grow();
    return start;
  }

  private grow(): void {
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.position));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
