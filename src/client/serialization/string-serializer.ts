/**
 * Text as UTF-8 or in another charset.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { configuredCharset } from './charsets.ts';
import { ClassCastException } from './serializer.ts';
import { TextDeserializer, TextSerializer } from './text-serializer.ts';

/**
 * Serializes a string as UTF-8, or in the charset of `serializer.encoding`; `null` stays `null`: as a key, the record has none; as a value, it is a tombstone (Java's StringSerializer).
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const metadata = await producer.send({ topic: 'payments', key: 'France', value: '12 EUR' }).get();
 *   console.log(metadata.serializedKeySize(), metadata.serializedValueSize());
 * });
 * // prints: 6 6
 */
export class StringSerializer extends TextSerializer<string> {
  /**
   * Takes the charset, UTF-8 by default, from `key.serializer.encoding` or `value.serializer.encoding`, or else from
   * `serializer.encoding`.
   */
  configure(configs: ReadonlyMap<string, unknown>, isKey: boolean): void {
    this.textCharset = configuredCharset(configs, isKey, 'serializer', (name, cause) => {
      const problem = `Error when serializing string to byte[] due to unsupported encoding ${name}`;
      return new SerializationException(problem, { cause });
    });
  }

  /** @internal @throws ClassCastException if `data` is not a string; send() throws a SerializationException instead */
  override textOf(data: string | null): string | null {
    if (typeof data === 'string' || data === null) return data;
    if (data === undefined) return null;
    throw ClassCastException.of(data, 'java.lang.String');
  }
}

/** Deserializes UTF-8, or the charset of `deserializer.encoding`, to a string (Java's StringDeserializer). */
export class StringDeserializer extends TextDeserializer<string> {
  /**
   * Takes the charset, UTF-8 by default, from `key.deserializer.encoding` or `value.deserializer.encoding`, or else from
   * `deserializer.encoding`.
   */
  configure(configs: ReadonlyMap<string, unknown>, isKey: boolean): void {
    this.textCharset = configuredCharset(configs, isKey, 'deserializer', (name, cause) => {
      const problem = `Error when deserializing byte[] to string due to unsupported encoding ${name}`;
      return new SerializationException(problem, { cause });
    });
  }

  /** @internal */
  override fromText(text: string): string {
    return text;
  }
}
