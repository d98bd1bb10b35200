/**
 * No key, or no value, ever.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Deserializer, Serializer } from './serializer.ts';

export class VoidSerializer implements Serializer<never> {
  serialize(): Payload {
    return null;
  }
}

export class VoidDeserializer implements Deserializer<never> {
  deserialize(_topic: string, data: Payload): null {
    if (data !== null) throw new IllegalArgumentException('Data should be null for a VoidDeserializer.');
    return null;
  }
}
