/**
 * UUIDs as text of 36 characters.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { type Payload, payloadText } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Serializes a UUID, which is text as crypto.randomUUID() returns it, in lower case (Java's UUIDSerializer). */
export class UUIDSerializer implements Serializer<string> {
  /** @throws ClassCastException if `data` is not the text of a UUID; send() throws a SerializationException instead */
  serialize(_topic: string, data: string | null): Payload {
    if (data === null || data === undefined) return null;
    if (typeof data === 'string' && UUID_TEXT.test(data)) return data.toLowerCase();
    throw ClassCastException.of(data, 'java.util.UUID');
  }
}

/** Deserializes a UUID to its text (Java's UUIDDeserializer). */
export class UUIDDeserializer implements Deserializer<string> {
  /** @throws SerializationException if the bytes are not the text of a UUID */
  deserialize(_topic: string, data: Payload): string | null {
    const text = payloadText(data);
    if (text === null || UUID_TEXT.test(text)) return text;
    throw new SerializationException('Error parsing data into UUID');
  }
}
