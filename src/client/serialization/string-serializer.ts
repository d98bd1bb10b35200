/**
 * Text as UTF-8.
 */
import { ClassCastException } from './serializer.ts';
import { TextDeserializer, TextSerializer } from './text-serializer.ts';

/**
 * Serializes a string as UTF-8; `null` is no key, or a tombstone as a value (Java's StringSerializer).
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
  /** @internal @throws ClassCastException if `data` is not a string; send() throws a SerializationException instead */
  override textOf(data: string | null): string | null {
    if (typeof data === 'string' || data === null) return data;
    if (data === undefined) return null;
    throw ClassCastException.of(data, 'java.lang.String');
  }
}

/** Deserializes UTF-8 to a string (Java's StringDeserializer). */
export class StringDeserializer extends TextDeserializer<string> {
  /** @internal */
  override fromText(text: string): string {
    return text;
  }
}
