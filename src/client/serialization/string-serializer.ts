/**
 * Text as UTF-8. A serialized text stays a string, which stands for its UTF-8 bytes (protocol/payload.ts).
 */
import { type Payload, payloadText } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

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
export class StringSerializer implements Serializer<string> {
  /** @throws ClassCastException if `data` is not a string; send() throws a SerializationException instead */
  serialize(_topic: string, data: string | null): Payload {
    if (typeof data === 'string' || data === null) return data;
    if (data === undefined) return null;
    throw ClassCastException.of(data, 'java.lang.String');
  }
}

/** Deserializes UTF-8 to a string (Java's StringDeserializer). */
export class StringDeserializer implements Deserializer<string> {
  deserialize(_topic: string, data: Payload): string | null {
    return payloadText(data);
  }
}
