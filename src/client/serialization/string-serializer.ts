/**
 * Text as UTF-8. A serialized text stays the string it is: see protocol/payload.
 */
import { type Payload, payloadText } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

export class StringSerializer implements Serializer<string> {
  serialize(_topic: string, data: string | null): Payload {
    if (typeof data === 'string' || data === null) return data;
    if (data === undefined) return null;
    throw ClassCastException.of(data, 'java.lang.String');
  }
}

export class StringDeserializer implements Deserializer<string> {
  deserialize(_topic: string, data: Payload): string | null {
    return payloadText(data);
  }
}
