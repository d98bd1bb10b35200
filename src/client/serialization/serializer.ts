/**
 * The interface of serializers and deserializers.
 *
 * Owns: the contract between a user's keys and values and their bytes.
 * Refuses to know: records and batches.
 */
import type { Payload } from '../../protocol/records/payload.ts';
import type { Header } from '../../protocol/records/record-batch.ts';
import type { Headers } from '../record/headers.ts';

export interface Serializer<T = unknown> {
  /** Called once, before the first record, for a serializer named in the configuration. */
  configure?(configs: ReadonlyMap<string, unknown>, isKey: boolean): void;
  /**
   * Turns a key or value into its bytes (or into text, which stands for its UTF-8 bytes and costs nothing to make).
   * What it throws, send() throws. Headers may be read and added, if the parameter is declared.
   */
  serialize(topic: string, data: T | null, headers: Headers): Payload;
  close?(): void;
}

export interface Deserializer<T = unknown> {
  configure?(configs: ReadonlyMap<string, unknown>, isKey: boolean): void;
  /**
   * Turns bytes (or the text that stands for them) back. Throws SerializationException if they do not fit.
   * @param headers to read only: the record is in the log already.
   */
  deserialize(topic: string, data: Payload, headers: readonly Header[]): T | null;
  close?(): void;
}

export type SerializerClass<T = unknown> = new () => Serializer<T>;
export type DeserializerClass<T = unknown> = new () => Deserializer<T>;

/** Whether it is worth making headers for a record that has none: the serializer declares that it looks at them. */
export function readsHeaders(serializer: Serializer): boolean {
  return serializer.serialize.length > 2;
}

/**
 * A value of the wrong type for a serializer: Java's ClassCastException. send() turns it into a SerializationException
 * that names the configuration.
 */
export class ClassCastException extends Error {
  readonly javaClass: string = 'java.lang.ClassCastException';

  constructor(message: string) {
    super(message);
    this.name = 'ClassCastException';
  }

  static of(data: unknown, expected: string): ClassCastException {
    return new ClassCastException(`class ${typeName(data)} cannot be cast to class ${expected}`);
  }
}

/** The type of a value, in Java's words where it has a counterpart there, else the name of its class. */
export function typeName(data: unknown): string {
  switch (typeof data) {
    case 'string':
      return 'java.lang.String';
    case 'number':
      return Number.isInteger(data) ? 'java.lang.Integer' : 'java.lang.Double';
    case 'bigint':
      return 'java.lang.Long';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'object':
      if (data === null) return 'null';
      if (data instanceof Uint8Array) return '[B';
      return data.constructor?.name ?? 'java.lang.Object';
    default:
      return typeof data;
  }
}
