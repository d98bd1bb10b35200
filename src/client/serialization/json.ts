/**
 * Values as JSON text.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { type Payload, payloadText } from '../../protocol/records/payload.ts';
import type { Deserializer, Serializer } from './serializer.ts';

/** Throws SerializationException for what JSON cannot hold (a cycle, a bigint, a function). `null` is a tombstone. */
export class JsonSerializer<T = unknown> implements Serializer<T> {
  serialize(_topic: string, data: T | null): Payload {
    if (data === null || data === undefined) return null;
    const text = toJson(data);
    if (text !== undefined) return text;
    throw new SerializationException('Error serializing JSON message', {
      cause: new TypeError(`JSON has no form for a ${typeof data}`),
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

export class JsonDeserializer<T = unknown> implements Deserializer<T> {
  deserialize(_topic: string, data: Payload): T | null {
    const text = payloadText(data);
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new SerializationException('Error deserializing JSON message', { cause });
    }
  }
}
