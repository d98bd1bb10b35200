/**
 * Serializes a record's key or value, with Java's message for a value of the wrong type, and checks what the serializer returns.
 */
import { startAtCaller } from '../../checks/call-sites.ts';
import { describeValue, isPromise } from '../../checks/describe-value.ts';
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Headers } from '../record/headers.ts';
import { ClassCastException, type Serializer, typeName } from './serializer.ts';
import { TextSerializer } from './text-serializer.ts';

type Field = 'key' | 'value';

/** A serializer as the configuration names it. */
export class FieldSerializer {
  private readonly field: Field;
  private readonly serializer: Serializer;
  /** The same serializer if it is one of ours that makes text. */
  private readonly textSerializer: TextSerializer<unknown> | null;
  private readonly className: string;

  /** @param className Java's name of the configured class, for messages */
  constructor(field: Field, serializer: Serializer, className: string) {
    this.field = field;
    this.serializer = serializer;
    this.textSerializer = TextSerializer.isPlain(serializer) ? serializer : null;
    this.className = className;
  }

  /**
   * @throws SerializationException if `data` is of the wrong type, or the serializer returns something other than bytes or `null`;
   * and whatever else the serializer throws
   */
  serialize(topic: string, data: unknown, headers: Headers): Payload {
    const { textSerializer } = this;
    try {
      if (textSerializer !== null) return textSerializer.textOf(data ?? null);
      const result: unknown = this.serializer.serialize(topic, data ?? null, headers);
      return result === null || result instanceof Uint8Array ? result : this.checked(result);
    } catch (error) {
      if (error instanceof ClassCastException) throw this.wrongType(data, error);
      throw error;
    }
  }

  /** Accepts bytes of another realm, such as that of a test environment, whose classes are not ours. */
  private checked(result: unknown): Uint8Array {
    if (Object.prototype.toString.call(result) === '[object Uint8Array]') return new Uint8Array(result as Uint8Array);
    const { field, className } = this;
    // A class without a name has that of the configuration key that it is assigned to.
    const hasName = className !== '' && className !== `${field}.serializer`;
    const problem = `The serializer ${hasName ? `${className} ` : ''}of ${field}.serializer returned ${describeValue(result)}. ${advice(result, field)}`;
    throw startAtCaller(new SerializationException(problem));
  }

  private wrongType(data: unknown, cause: Error): SerializationException {
    const { field, className } = this;
    const problem = `Can't convert ${field} of class ${typeName(data)} to class ${className} specified in ${field}.serializer`;
    return startAtCaller(new SerializationException(problem, { cause }));
  }
}

function advice(result: unknown, field: Field): string {
  if (isPromise(result)) {
    // The record fails with this error, so what the promise rejects with is not reported as well.
    result.then(undefined, () => {});
    return 'Serializers are synchronous, as in Java. Await the bytes before send(), and send them with a ByteArraySerializer';
  }
  if (typeof result === 'string') return 'Return its bytes: new TextEncoder().encode(text)';
  if (result === undefined) return `Return a Uint8Array, or null for ${field === 'key' ? 'no key' : 'a tombstone'}`;
  if (ArrayBuffer.isView(result) || result instanceof ArrayBuffer || Array.isArray(result)) {
    return 'Return a Uint8Array: new Uint8Array(...)';
  }
  return 'Return a Uint8Array or null';
}
