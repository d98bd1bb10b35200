/**
 * The interfaces of serializers and deserializers, which turn keys and values into bytes and back.
 */
import type { Header } from '../../protocol/records/record-batch.ts';
import type { Headers } from '../record/headers.ts';

/**
 * Turns keys or values into bytes (Java's Serializer). The configuration keys `key.serializer` and `value.serializer`
 * take a class that implements it.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * class UpperCaseSerializer {
 *   serialize(topic, data) {
 *     return data === null ? null : new TextEncoder().encode(data.toUpperCase());
 *   }
 * }
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': UpperCaseSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'paid' }).get());
 * console.log(sim.topic('payments').records()[0].value);
 * // prints: PAID
 */
export interface Serializer<T = unknown> {
  /**
   * Called once, before the first record, if the configuration names the class.
   *
   * @param configs the configuration of the producer
   * @param isKey whether the serializer is for keys
   */
  configure?(configs: ReadonlyMap<string, unknown>, isKey: boolean): void;
  /**
   * Turns a key or value into bytes, within send(), which throws a SerializationException for a promise, and for anything else that is
   * neither a Uint8Array nor `null`. What the method throws, send() throws; if send() has to wait, after the wait.
   *
   * @param headers of the record; a serializer that declares this parameter can read them and add some
   * @returns the bytes; `null`: no key, or a tombstone
   */
  serialize(topic: string, data: T | null, headers: Headers): Uint8Array | null;
  /** Called when the producer is closed, and if its constructor fails. What it throws is the cause of what close() rejects with. */
  close?(): void;
}

/**
 * Turns bytes back into keys or values (Java's Deserializer). The configuration keys `key.deserializer` and
 * `value.deserializer` take a class that implements it.
 */
export interface Deserializer<T = unknown> {
  /** Called once, before the first record, if the configuration names the class. @param isKey whether it is for keys */
  configure?(configs: ReadonlyMap<string, unknown>, isKey: boolean): void;
  /**
   * Turns bytes back into a key or value, at once: poll() rejects if it returns a promise or `undefined`.
   *
   * @param data the bytes; `null`: no key, or a tombstone
   * @param headers of the record, to be read only
   * @throws SerializationException if the bytes are not of the expected form
   */
  deserialize(topic: string, data: Uint8Array | null, headers: readonly Header[]): T | null;
  /** Called when the consumer is closed. */
  close?(): void;
}

/** The class of a serializer with a constructor without parameters, for `key.serializer` and `value.serializer`. */
export type SerializerClass<T = unknown> = new () => Serializer<T>;
/**
 * The class of a deserializer with a constructor without parameters, for `key.deserializer` and `value.deserializer`.
 */
export type DeserializerClass<T = unknown> = new () => Deserializer<T>;

/**
 * Whether the serializer declares the parameter `headers`, so that a record without headers needs an object for them.
 */
export function readsHeaders(serializer: Serializer): boolean {
  return serializer.serialize.length > 2;
}

/**
 * A serializer got a value of the wrong type (Java's ClassCastException). send() throws a SerializationException
 * instead, which names the serializer's configuration key.
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

/** The type of a value: Java's name if Java has such a type, else the name of the JavaScript class. */
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
