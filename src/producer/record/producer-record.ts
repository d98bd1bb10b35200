/**
 * A record to be sent: Java's ProducerRecord with all its constructors, or a plain object with the same fields.
 */
import { addEntryPoints } from '../../checks/call-sites.ts';
import { type HeaderInput, Headers, type HeadersInput, NO_HEADERS } from '../../client/record/headers.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Header } from '../../protocol/records/record-batch.ts';
import { checkFields } from './record-checks.ts';

/** A record to be sent, as a plain object. A ProducerRecord has the same fields. */
export interface ProducerRecordLike<K = unknown, V = unknown> {
  readonly topic: string;
  /** Default: the partitioner chooses. */
  readonly partition?: number | null | undefined;
  /** In ms since the epoch. Default: the time of send(). */
  readonly timestampMs?: number | null | undefined;
  /** Default: no key. */
  readonly key?: K | null | undefined;
  /** `null`: a tombstone. */
  readonly value: V | null;
  /** An object, a list of entries or of `{ key, value }`, or a Headers. Default: none. */
  readonly headers?: HeadersInput | null | undefined;
}

/**
 * A record to be sent (Java's ProducerRecord).
 *
 * @example
 * import { ProducerRecord, Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const record = new ProducerRecord('payments', 'France', '12 EUR');
 *   record.headers.add('trace-id', '42');
 *   await producer.send(record).get();
 * });
 * const [stored] = sim.topic('payments').records();
 * console.log(stored.key, stored.value, stored.headers[0].key);
 * // prints: France 12 EUR trace-id
 */
export class ProducerRecord<K = unknown, V = unknown> implements ProducerRecordLike<K, V> {
  readonly topic: string;
  /** `null`: the partitioner chooses. */
  readonly partition: number | null;
  /** In ms since the epoch; `null`: the time of send(). */
  readonly timestampMs: number | null;
  /** `null`: no key. */
  readonly key: K | null;
  /** `null`: a tombstone. */
  readonly value: V | null;
  /** Made when they are asked for, since most records have none. */
  private headerList: Headers | null;

  constructor(topic: string, value: V | null);
  constructor(topic: string, key: K | null, value: V | null);
  constructor(topic: string, partition: number | null, key: K | null, value: V | null);
  constructor(
    topic: string,
    partition: number | null,
    timestampMs: number | null,
    key: K | null,
    value: V | null,
    headers?: HeadersInput | null,
  );
  /**
   * With five arguments, the fifth is taken as headers if it is a Headers or a list of headers, and as the value otherwise. If
   * it can be both (`null`, an empty list), the third argument decides: a number or `null` is a timestamp.
   *
   * @throws IllegalArgumentException for a missing topic, and for a partition or timestamp that is negative or not a whole number
   */
  constructor(
    topic: string,
    partition: number | null,
    key: K | null,
    value: V | null,
    headers: Iterable<HeaderInput> | null,
  );
  constructor(topic: string, ...rest: unknown[]) {
    const fields = fieldsOf(rest);
    const partition = (fields[0] ?? null) as number | null;
    const timestampMs = (fields[1] ?? null) as number | null;
    checkFields(topic, partition, timestampMs);
    const headers = fields[4] as HeadersInput | null | undefined;
    this.topic = topic;
    this.partition = partition;
    this.timestampMs = timestampMs;
    this.key = (fields[2] ?? null) as K | null;
    this.value = (fields[3] ?? null) as V | null;
    this.headerList = headers === null || headers === undefined ? null : new Headers(headers);
  }

  /** Makes a record from a plain object. @throws IllegalArgumentException as the constructors do */
  static from<K, V>(fields: ProducerRecordLike<K, V>): ProducerRecord<K, V> {
    return new ProducerRecord<K, V>(
      fields.topic,
      fields.partition ?? null,
      fields.timestampMs ?? null,
      fields.key ?? null,
      fields.value,
      fields.headers ?? null,
    );
  }

  /** The headers, which can be added to until the record is sent. */
  get headers(): Headers {
    this.headerList ??= new Headers();
    return this.headerList;
  }

  /** Whether the record has headers. Unlike `headers`, this makes no object. */
  get hasHeaders(): boolean {
    return this.headerList !== null && this.headerList.size > 0;
  }

  /** @internal Whether the headers can still be added to. */
  get hasOpenHeaders(): boolean {
    return this.headerList === null || !this.headerList.isClosed;
  }

  /** @internal Makes the headers read-only, since the record was sent. */
  closeHeaders(): void {
    if (this.headerList === null) this.headerList = NO_HEADERS;
    else this.headerList.setReadOnly();
  }

  /** @internal Makes the headers writable again, with this content. */
  reopenHeaders(headers: readonly Header[]): void {
    if (this.headerList === NO_HEADERS) this.headerList = null;
    else this.headerList?.reopen(headers);
  }

  /** Whether the other record has the same fields, as Java's equals(); keys and values are compared by their own `equals`. */
  equals(other: unknown): boolean {
    return (
      other instanceof ProducerRecord &&
      this.topic === other.topic &&
      this.partition === other.partition &&
      this.timestampMs === other.timestampMs &&
      same(this.key, other.key) &&
      same(this.value, other.value) &&
      this.headers.equals(other.headers)
    );
  }

  /** As Java's ProducerRecord prints itself. */
  toString(): string {
    return (
      `ProducerRecord(topic=${this.topic}, partition=${this.partition}, headers=${this.headers.toString()}, ` +
      `key=${String(this.key)}, value=${String(this.value)}, timestamp=${this.timestampMs})`
    );
  }
}

/** @returns partition, timestamp, key, value and headers */
function fieldsOf(rest: readonly unknown[]): readonly unknown[] {
  switch (rest.length) {
    case 1:
      return [null, null, null, rest[0], null];
    case 2:
      return [null, null, rest[0], rest[1], null];
    case 3:
      return [rest[0], null, rest[1], rest[2], null];
    case 4:
      return endsInHeaders(rest) ? [rest[0], null, rest[1], rest[2], rest[3]] : rest;
    case 5:
      return rest;
    default:
      throw new IllegalArgumentException(
        `ProducerRecord takes two to six arguments, not ${rest.length + 1}. Name the fields with ProducerRecord.from.`,
      );
  }
}

function endsInHeaders(rest: readonly unknown[]): boolean {
  const last = rest[3];
  if (last instanceof Headers) return true;
  const isList = Array.isArray(last);
  if (isList && last.length > 0) return last.every(isHeader);
  const thirdIsTimestamp = rest[1] === null || rest[1] === undefined || typeof rest[1] === 'number';
  return (isList || last === null || last === undefined) && !thirdIsTimestamp;
}

function isHeader(candidate: unknown): boolean {
  return typeof candidate === 'object' && candidate !== null && 'key' in candidate && 'value' in candidate;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || a === null || !('equals' in a) || typeof a.equals !== 'function') return false;
  return Boolean(a.equals(b));
}

addEntryPoints(ProducerRecord);
