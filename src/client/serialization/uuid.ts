/**
 * UUIDs as text of 36 characters.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { configuredCharset } from './charsets.ts';
import { ClassCastException } from './serializer.ts';
import { TextDeserializer, TextSerializer } from './text-serializer.ts';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Serializes a UUID, which is text as crypto.randomUUID() returns it, in lower case (Java's UUIDSerializer). */
export class UUIDSerializer extends TextSerializer<string> {
  /**
   * Takes the charset, UTF-8 by default, from `key.serializer.encoding` or `value.serializer.encoding`, or else from
   * `serializer.encoding`.
   */
  configure(configs: ReadonlyMap<string, unknown>, isKey: boolean): void {
    this.textCharset = configuredCharset(configs, isKey, 'serializer', (name, cause) => {
      const problem = `Error when serializing UUID to byte[] due to unsupported encoding ${name}`;
      return new SerializationException(problem, { cause });
    });
  }

  /** @internal @throws ClassCastException if `data` is not the text of a UUID; send() throws a SerializationException instead */
  override textOf(data: string | null): string | null {
    if (data === null || data === undefined) return null;
    if (typeof data === 'string' && UUID_TEXT.test(data)) return data.toLowerCase();
    throw ClassCastException.of(data, 'java.util.UUID');
  }
}

/** Deserializes a UUID to its text (Java's UUIDDeserializer). */
export class UUIDDeserializer extends TextDeserializer<string> {
  /**
   * Takes the charset, UTF-8 by default, from `key.deserializer.encoding` or `value.deserializer.encoding`, or else from
   * `deserializer.encoding`.
   */
  configure(configs: ReadonlyMap<string, unknown>, isKey: boolean): void {
    this.textCharset = configuredCharset(configs, isKey, 'deserializer', (name, cause) => {
      const problem = `Error when deserializing byte[] to UUID due to unsupported encoding ${name}`;
      return new SerializationException(problem, { cause });
    });
  }

  /** @internal @throws SerializationException if the text is not that of a UUID */
  override fromText(text: string): string {
    if (UUID_TEXT.test(text)) return text;
    throw new SerializationException('Error parsing data into UUID');
  }
}
