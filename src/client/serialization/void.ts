/**
 * Keys or values that are always `null`.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Deserializer, Serializer } from './serializer.ts';

/** Serializes every key or value to `null` (Java's VoidSerializer). */
export class VoidSerializer implements Serializer<never> {
  serialize(): null {
    return null;
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
