/** Writes the fields of Kafka's messages that are not flexible, one after the other. */

const encoder = new TextEncoder();

export class ByteWriter {
  private readonly bytes: number[] = [];

  short(value: number): this {
    this.bytes.push((value >> 8) & 0xff, value & 0xff);
    return this;
  }

  int(value: number): this {
    return this.short(value >> 16).short(value);
  }

  string(text: string): this {
    const encoded = encoder.encode(text);
    this.short(encoded.length).bytes.push(...encoded);
    return this;
  }

  nullableString(text: string | null): this {
    return text === null ? this.short(-1) : this.string(text);
  }

  nullableBytes(bytes: Uint8Array | null): this {
    if (bytes === null) return this.int(-1);
    this.int(bytes.length).bytes.push(...bytes);
    return this;
  }

  list<T>(entries: readonly T[], write: (entry: T) => void): this {
    this.int(entries.length);
    for (const entry of entries) write(entry);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}
