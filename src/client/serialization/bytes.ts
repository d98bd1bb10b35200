/**
 * Bytes that are not changed. Java's `byte[]` and its wrapper `Bytes` are both a Uint8Array here.
 */
import { type Payload, payloadBytes } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

/** Takes bytes as they are; `null` is no key, or a tombstone as a value (Java's ByteArraySerializer). */
export class ByteArraySerializer implements Serializer<Uint8Array> {
  /** @throws ClassCastException if `data` is not a Uint8Array; send() throws a SerializationException instead */
  serialize(_topic: string, data: Uint8Array | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    if (data instanceof Uint8Array) return data;
    throw ClassCastException.of(data, '[B');
  }
}

/** Returns bytes as they are (Java's ByteArrayDeserializer). */
export class ByteArrayDeserializer implements Deserializer<Uint8Array> {
  deserialize(_topic: string, data: Payload): Uint8Array | null {
    return payloadBytes(data);
  }
}

/** Takes bytes as they are; `null` is no key, or a tombstone as a value (Java's BytesSerializer). */
export class BytesSerializer implements Serializer<Uint8Array> {
  /** @throws ClassCastException if `data` is not a Uint8Array; send() throws a SerializationException instead */
  serialize(_topic: string, data: Uint8Array | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    if (data instanceof Uint8Array) return data;
    throw ClassCastException.of(data, 'org.apache.kafka.common.utils.Bytes');
  }
}

/** Returns bytes as they are (Java's BytesDeserializer). */
export class BytesDeserializer extends ByteArrayDeserializer {}
