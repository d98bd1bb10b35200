/**
 * Serializes a record's key or value, with Java's message for a value of the wrong type.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Headers } from '../record/headers.ts';
import { ClassCastException, type Serializer, typeName } from './serializer.ts';

/**
 * @param serializerClass Java's name of the configured class, for the message
 * @throws SerializationException if the value is of the wrong type, and whatever else the serializer throws
 */
export function serializeField(
  serializer: Serializer,
  serializerClass: string,
  field: 'key' | 'value',
  topic: string,
  data: unknown,
  headers: Headers,
): Payload {
  try {
    return serializer.serialize(topic, data ?? null, headers);
  } catch (error) {
    if (error instanceof ClassCastException) throw wrongType(serializerClass, field, data, error);
    throw error;
  }
}

function wrongType(serializerClass: string, field: string, data: unknown, cause: Error): SerializationException {
  return new SerializationException(
    `Can't convert ${field} of class ${typeName(data)} to class ${serializerClass} specified in ${field}.serializer`,
    { cause },
  );
}
