/**
 * A record's headers: an ordered list in which a key may occur more than once (Java's Headers).
 */
import { unexpected } from '../../checks/arguments.ts';
import { startAtCaller } from '../../checks/call-sites.ts';
import { isObject } from '../../checks/value-type.ts';
import {
  IllegalArgumentException,
  IllegalStateException,
  NullPointerException,
} from '../../protocol/errors/exceptions.ts';
import type { Header } from '../../protocol/records/record-batch.ts';

/** The value of a header as it is added; a text stands for its UTF-8 bytes. */
export type HeaderValueInput = Uint8Array | string | null;

/** A header as it is added. */
export interface HeaderInput {
  readonly key: string;
  readonly value: HeaderValueInput;
}

/** A list of headers or of entries (a Map has them, too), or an object with a field per header. */
export type HeadersInput =
  | Iterable<HeaderInput | readonly [key: string, value: HeaderValueInput]>
  | { readonly [key: string]: HeaderValueInput };

const EXPECTED = "an object such as { 'trace-id': '42' } or a list such as [{ key: 'trace-id', value: '42' }]";

const encoder = new TextEncoder();

/**
 * The headers of a record, in the order in which they were added (Java's RecordHeaders). They become read-only when the record
 * is sent.
 *
 * @example
 * import { Headers } from 'kafka-trial';
 *
 * const headers = new Headers([{ key: 'trace-id', value: '42' }]);
 * headers.add('trace-id', '43');
 * console.log(headers.size, new TextDecoder().decode(headers.lastHeader('trace-id').value));
 * // prints: 2 43
 */
export class Headers implements Iterable<Header> {
  private list: Header[] = [];
  private isReadOnly: boolean = false;

  /**
   * @throws NullPointerException for a header whose key is `null`
   * @throws IllegalArgumentException for headers of another form, and for a key or value of another type
   */
  constructor(headers?: HeadersInput | null) {
    if (headers === undefined || headers === null) return;
    for (const header of listOf(headers)) {
      if (isEntry(header)) this.append(header[0], header[1]);
      else if (isHeader(header)) this.append(header.key, header.value);
      else throw startAtCaller(notAHeader(header, this.list.length));
    }
  }

  /**
   * Adds a header at the end.
   *
   * @throws IllegalStateException if the record was sent
   * @throws NullPointerException if the key is `null`, IllegalArgumentException for a key or value of another type
   */
  add(key: string, value: HeaderValueInput): this {
    this.checkWritable();
    this.append(key, value);
    return this;
  }

  /**
   * Removes all headers with this key.
   *
   * @throws IllegalStateException if the record was sent, IllegalArgumentException if the key is `null`
   */
  remove(key: string): this {
    this.checkWritable();
    checkKey(key);
    this.list = this.list.filter((header) => header.key !== key);
    return this;
  }

  /** The header with this key that was added last; `null` if there is none. @throws IllegalArgumentException if the key is `null` */
  lastHeader(key: string): Header | null {
    checkKey(key);
    return this.list.findLast((header) => header.key === key) ?? null;
  }

  /**
   * All headers with this key in the order in which they were added.
   *
   * @param key default: any key
   * @throws IllegalArgumentException if the key is `null`
   */
  headers(key?: string): readonly Header[] {
    if (key === undefined) return this.toArray();
    checkKey(key);
    return this.list.filter((header) => header.key === key);
  }

  /** The number of headers. */
  get size(): number {
    return this.list.length;
  }

  /** A copy of the list. */
  toArray(): readonly Header[] {
    return this.list.slice();
  }

  /** Makes `add` and `remove` throw from now on. send() calls this. */
  setReadOnly(): void {
    this.isReadOnly = true;
  }

  /** @internal Whether `add` and `remove` throw. */
  get isClosed(): boolean {
    return this.isReadOnly;
  }

  /** @internal Makes the list writable again, with these headers, after a send() that has failed. */
  reopen(headers: readonly Header[]): void {
    this.list = headers.slice();
    this.isReadOnly = false;
  }

  /** Whether the other list has the same headers in the same order. */
  equals(other: Headers): boolean {
    return this.list.length === other.list.length && this.list.every((header, i) => sameHeader(header, other.list[i]!));
  }

  /** As Java's RecordHeaders prints itself. */
  toString(): string {
    const list = this.list.map(({ key, value }) => `RecordHeader(key = ${key}, value = ${bytesText(value)})`);
    return `RecordHeaders(headers = [${list.join(', ')}], isReadOnly = ${this.isReadOnly})`;
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.list.values();
  }

  private append(key: string, value: HeaderValueInput | undefined): void {
    if (key === null || key === undefined) throw new NullPointerException('Null header keys are not permitted');
    if (typeof key !== 'string') throw new IllegalArgumentException(unexpected('key of a header', 'a string', key));
    this.list.push({ key, value: bytesOf(key, value) });
  }

  private checkWritable(): void {
    if (this.isReadOnly) throw new IllegalStateException('RecordHeaders has been closed.');
  }
}

/** An empty list that is read-only. */
export const NO_HEADERS: Headers = new Headers();
NO_HEADERS.setReadOnly();

/** Returns headers of their own: later writes to the bytes of the given ones do not change them. */
export function ownHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.map(({ key, value }) => ({ key, value: value === null ? null : new Uint8Array(value) }));
}

function checkKey(key: unknown): void {
  if (key === null || key === undefined) throw new IllegalArgumentException('key cannot be null.');
}

function bytesOf(key: string, value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return encoder.encode(value);
  throw new IllegalArgumentException(
    unexpected(`value of the header '${key}'`, 'a Uint8Array, a string or null', value),
  );
}

type Listed = HeaderInput | readonly [key: string, value: HeaderValueInput];

function listOf(headers: unknown): Iterable<Listed> {
  if (isList(headers)) return headers;
  // An object with key and value is rather a single header than two of these names.
  if (isPlainObject(headers) && !(isHeader(headers) && 'value' in headers)) return Object.entries(headers) as Listed[];
  throw startAtCaller(new IllegalArgumentException(unexpected('headers', EXPECTED, headers)));
}

function isList(headers: unknown): headers is Iterable<Listed> {
  return typeof headers === 'object' && headers !== null && Symbol.iterator in headers;
}

function isPlainObject(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isEntry(header: Listed): header is readonly [key: string, value: HeaderValueInput] {
  return Array.isArray(header) && header.length === 2;
}

function isHeader(header: unknown): boolean {
  return isObject(header) && 'key' in header;
}

function notAHeader(header: unknown, index: number): IllegalArgumentException {
  return new IllegalArgumentException(unexpected(`headers[${index}]`, '{ key, value } or [key, value]', header));
}

function sameHeader(a: Header, b: Header): boolean {
  return a.key === b.key && bytesText(a.value) === bytesText(b.value);
}

function bytesText(bytes: Uint8Array | null): string {
  // Java's bytes are signed.
  return bytes === null ? 'null' : `[${Array.from(bytes, (byte) => (byte << 24) >> 24).join(', ')}]`;
}
