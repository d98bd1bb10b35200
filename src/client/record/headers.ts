/**
 * A record's headers: an ordered list in which a key may occur more than once.
 *
 * Owns: Java's Headers (add, remove, look up), and closing them once the record is sent.
 * Refuses to know: their size on the wire.
 */
import { IllegalArgumentException, IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { Header } from '../../protocol/records/record-batch.ts';

/** A header as a user writes it; text stands for its UTF-8 bytes. */
export interface HeaderInput {
  readonly key: string;
  readonly value: Uint8Array | string | null;
}

const encoder = new TextEncoder();

export class Headers implements Iterable<Header> {
  private list: Header[] = [];
  private isReadOnly: boolean = false;

  constructor(headers?: Iterable<HeaderInput> | null) {
    for (const header of headers ?? []) this.append(header.key, header.value);
  }

  /** Appends a header. Throws IllegalStateException once the record was sent. */
  add(key: string, value: Uint8Array | string | null): this {
    this.checkWritable();
    this.append(key, value);
    return this;
  }

  /** Removes every header of this key. Throws IllegalStateException once the record was sent. */
  remove(key: string): this {
    this.checkWritable();
    this.list = this.list.filter((header) => header.key !== key);
    return this;
  }

  /** The header added last under this key, or `null`. */
  lastHeader(key: string): Header | null {
    return this.list.findLast((header) => header.key === key) ?? null;
  }

  /** All headers of this key, or of all keys, in the order they were added. */
  headers(key?: string): readonly Header[] {
    return key === undefined ? this.toArray() : this.list.filter((header) => header.key === key);
  }

  get size(): number {
    return this.list.length;
  }

  toArray(): readonly Header[] {
    return this.list.slice();
  }

  /** From now on `add` and `remove` throw: send() calls this. */
  setReadOnly(): void {
    this.isReadOnly = true;
  }

  equals(other: Headers): boolean {
    return this.list.length === other.list.length && this.list.every((header, i) => sameHeader(header, other.list[i]!));
  }

  toString(): string {
    const list = this.list.map(({ key, value }) => `RecordHeader(key = ${key}, value = ${bytesText(value)})`);
    return `RecordHeaders(headers = [${list.join(', ')}], isReadOnly = ${this.isReadOnly})`;
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.list.values();
  }

  private append(key: string, value: Uint8Array | string | null): void {
    if (typeof key !== 'string') throw new IllegalArgumentException('Null header keys are not permitted');
    this.list.push({ key, value: typeof value === 'string' ? encoder.encode(value) : value });
  }

  private checkWritable(): void {
    if (this.isReadOnly) throw new IllegalStateException('RecordHeaders has been closed.');
  }
}

function sameHeader(a: Header, b: Header): boolean {
  return a.key === b.key && bytesText(a.value) === bytesText(b.value);
}

function bytesText(bytes: Uint8Array | null): string {
  // Java's bytes are signed.
  return bytes === null ? 'null' : `[${Array.from(bytes, (byte) => (byte << 24) >> 24).join(', ')}]`;
}
