/** Reads the fields of Kafka's messages that are not flexible, one after the other. */

const SHORT_SIZE = 2;
const INT_SIZE = 4;

export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder();
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether there is nothing left to read. */
  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** @throws RangeError at the end of the bytes, as the other methods do */
  short(): number {
    const value = this.view.getInt16(this.at);
    this.at += SHORT_SIZE;
    return value;
  }

  int(): number {
    const value = this.view.getInt32(this.at);
    this.at += INT_SIZE;
    return value;
  }

  string(): string {
    return this.decoder.decode(this.take(this.short()));
  }

  nullableString(): string | null {
    const length = this.short();
    return length < 0 ? null : this.decoder.decode(this.take(length));
  }

  nullableBytes(): Uint8Array | null {
    const length = this.int();
    return length < 0 ? null : this.take(length);
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.int() }, read);
  }

  private take(length: number): Uint8Array {
    const end = this.at + length;
    if (length < 0 || end > this.bytes.length) throw new RangeError(`${length} bytes are not left`);
    const taken = this.bytes.slice(this.at, end);
    this.at = end;
    return taken;
  }
}
