/**
 * Keys or values that are always `null`.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

/** Serializes `null` (Java's VoidSerializer). */
export class VoidSerializer implements Serializer<never> {
  /** @throws ClassCastException if `data` is not `null`; send() throws a SerializationException instead */
  serialize(_topic: string, data: null): null {
    if (data === null || data === undefined) return null;
    throw ClassCastException.of(data, 'java.lang.Void');
  }
}

/** Deserializes `null` (Java's VoidDeserializer). */
export class VoidDeserializer implements Deserializer<null> {
  /** @throws IllegalArgumentException if there is a key or value */
  deserialize(_topic: string, data: Payload): null {
    if (data !== null) throw new IllegalArgumentException('Data should be null for a VoidDeserializer.');
    return null;
  }
}
