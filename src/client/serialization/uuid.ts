/**
 * UUIDs as text of 36 characters.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { ClassCastException } from './serializer.ts';
import { TextDeserializer, TextSerializer } from './text-serializer.ts';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Serializes a UUID, which is text as crypto.randomUUID() returns it, in lower case (Java's UUIDSerializer). */
export class UUIDSerializer extends TextSerializer<string> {
  /** @internal @throws ClassCastException if `data` is not the text of a UUID; send() throws a SerializationException instead */
  override textOf(data: string | null): string | null {
    if (data === null || data === undefined) return null;
    if (typeof data === 'string' && UUID_TEXT.test(data)) return data.toLowerCase();
    throw ClassCastException.of(data, 'java.util.UUID');
  }
}

/** Deserializes a UUID to its text (Java's UUIDDeserializer). */
export class UUIDDeserializer extends TextDeserializer<string> {
  /** @internal @throws SerializationException if the text is not that of a UUID */
  override fromText(text: string): string {
    if (UUID_TEXT.test(text)) return text;
    throw new SerializationException('Error parsing data into UUID');
  }
}
