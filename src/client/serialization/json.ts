/**
 * Values as JSON text.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { TextDeserializer, TextSerializer } from './text-serializer.ts';

/**
 * Serializes a value as JSON text; `null` is a tombstone. In place of Java's org.apache.kafka.connect.json.JsonSerializer.
 *
 * @example
 * import { JsonDeserializer, JsonSerializer, Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': JsonSerializer });
 * const consumer = sim.consumer({
 *   'key.deserializer': StringDeserializer,
 *   'value.deserializer': JsonDeserializer,
 *   'auto.offset.reset': 'earliest',
 * });
 * await sim.run(async () => {
 *   await producer.send({ topic: 'payments', key: 'France', value: { amount: 12, currency: 'EUR' } }).get();
 *   consumer.subscribe(['payments']);
 *   for (const { value } of await consumer.poll(1000)) console.log(value.amount, value.currency);
 * });
 * // prints: 12 EUR
 */
export class JsonSerializer<T = unknown> extends TextSerializer<T> {
  /** @internal @throws SerializationException for a value that JSON cannot represent: a cycle, a bigint, a function */
  override textOf(data: T | null): string | null {
    if (data === null || data === undefined) return null;
    const text = toJson(data);
    if (text !== undefined) return text;
    throw new SerializationException('Error serializing JSON message', {
      cause: new TypeError(`JSON cannot represent a value of type ${typeof data}`),
    });
  }
}

function toJson(data: unknown): string | undefined {
  try {
    return JSON.stringify(data);
  } catch (cause) {
    throw new SerializationException('Error serializing JSON message', { cause });
  }
}

/** Deserializes JSON text to a value. In place of Java's org.apache.kafka.connect.json.JsonDeserializer. */
export class JsonDeserializer<T = unknown> extends TextDeserializer<T> {
  /** @internal @throws SerializationException if the text is not JSON */
  override fromText(text: string): T | null {
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new SerializationException('Error deserializing JSON message', { cause });
    }
  }
}
