/**
 * Deserializes a record's key or value, and checks what the deserializer returns.
 */
import { describeValue, isPromise } from '../checks/describe-value.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import { TextDeserializer } from '../client/serialization/text-serializer.ts';
import { SerializationException } from '../protocol/errors/exceptions.ts';
import { type Payload, payloadBytes } from '../protocol/records/payload.ts';
import type { Header } from '../protocol/records/record-batch.ts';

export class FieldDeserializer<T> {
  private readonly field: 'key' | 'value';
  private readonly deserializer: Deserializer<T>;
  /** The same deserializer if it is one of ours that takes text. */
  private readonly textDeserializer: TextDeserializer<T> | null;

  constructor(field: 'key' | 'value', deserializer: Deserializer<T>) {
    this.field = field;
    this.deserializer = deserializer;
    this.textDeserializer = TextDeserializer.isPlain(deserializer) ? (deserializer as TextDeserializer<T>) : null;
  }

  /**
   * As in Java 3.6.1, `null` stays `null` without a call of the deserializer.
   *
   * @throws SerializationException if the deserializer returns a promise or `undefined`; and whatever else it throws
   */
  deserialize(topic: string, data: Payload, headers: readonly Header[]): T | null {
    if (data === null) return null;
    if (this.textDeserializer !== null) return this.textDeserializer.deserialize(topic, data);
    const result: unknown = this.deserializer.deserialize(topic, payloadBytes(data), headers);
    if (result === undefined || isPromise(result)) throw this.unusable(result);
    return result as T | null;
  }

  private unusable(result: unknown): SerializationException {
    const { field, deserializer } = this;
    const problem = `The deserializer ${deserializer.constructor.name} of ${field}.deserializer returned ${describeValue(result)}.`;
    if (!isPromise(result)) return new SerializationException(`${problem} Return the ${field}, or null`);
    result.then(undefined, () => {});
    return new SerializationException(
      `${problem} Deserializers are synchronous, as in Java. Read the bytes with a ByteArrayDeserializer, and decode them after poll()`,
    );
  }
}
