/**
 * The base classes of our serializers and deserializers of text. A text stands for its UTF-8 bytes (protocol/records/payload.ts): the
 * clients of a simulation pass it on as it is, which saves the encoding and the decoding.
 */
import { type Payload, payloadBytes, payloadText } from '../../protocol/records/payload.ts';
import { type Charset, UTF_8 } from './charsets.ts';
import type { Deserializer, Serializer } from './serializer.ts';

/** Serializes to UTF-8, or to another charset. A subclass may override `serialize`, as that of any other serializer. */
export abstract class TextSerializer<T> implements Serializer<T> {
  /** @internal */
  protected textCharset: Charset = UTF_8;

  /** @internal */
  abstract textOf(data: T | null): string | null;

  /** The bytes of the text. @throws ClassCastException if `data` is of another type; send() throws a SerializationException instead */
  serialize(_topic: string, data: T | null): Uint8Array | null {
    const text = this.textOf(data);
    return text === null ? null : this.textCharset.encode(text);
  }

  /** Whether the result of `serialize` is the text that `textOf` returns, as UTF-8. */
  static isPlain(serializer: Serializer): serializer is TextSerializer<unknown> {
    if (serializer.serialize !== TextSerializer.prototype.serialize) return false;
    return (serializer as TextSerializer<unknown>).textCharset === UTF_8;
  }
}

/** Deserializes UTF-8, or another charset. A subclass may override `deserialize`, as that of any other deserializer. */
export abstract class TextDeserializer<T> implements Deserializer<T> {
  /** @internal */
  protected textCharset: Charset = UTF_8;

  /** @internal */
  abstract fromText(text: string): T | null;

  /** @throws SerializationException if the text is not of the expected form */
  deserialize(_topic: string, data: Payload): T | null {
    const text = this.textCharset === UTF_8 ? payloadText(data) : this.decoded(payloadBytes(data));
    return text === null ? null : this.fromText(text);
  }

  private decoded(bytes: Uint8Array | null): string | null {
    return bytes === null ? null : this.textCharset.decode(bytes);
  }

  /** Whether the deserializer takes text as well as bytes. */
  static isPlain(deserializer: Deserializer): deserializer is TextDeserializer<unknown> {
    return deserializer.deserialize === TextDeserializer.prototype.deserialize;
  }
}
