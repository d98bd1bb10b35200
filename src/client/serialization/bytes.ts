/**
 * Bytes as they are. Java's `byte[]` and its wrapper `Bytes` are both a Uint8Array here.
 */
import { type Payload, payloadBytes } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer } from './serializer.ts';

export class ByteArraySerializer implements Serializer<Uint8Array> {
  serialize(_topic: string, data: Uint8Array | null): Payload {
    if (data === null || data === undefined) return null;
    if (data instanceof Uint8Array) return data;
    throw ClassCastException.of(data, '[B');
  }
}

export class ByteArrayDeserializer implements Deserializer<Uint8Array> {
  deserialize(_topic: string, data: Payload): Uint8Array | null {
    return payloadBytes(data);
  }
}

export class BytesSerializer implements Serializer<Uint8Array> {
  serialize(_topic: string, data: Uint8Array | null): Payload {
    if (data === null || data === undefined) return null;
    if (data instanceof Uint8Array) return data;
    throw ClassCastException.of(data, 'org.apache.kafka.common.utils.Bytes');
  }
}

export class BytesDeserializer extends ByteArrayDeserializer {}
