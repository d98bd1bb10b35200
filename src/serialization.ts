/**
 * The entry point `kafka-trial/serialization`: Java's serializers and deserializers, those for JSON, and the interfaces
 * that a custom one implements.
 */

// --- Serializers and deserializers, for `key.serializer`, `value.deserializer` and the like ---------------------------

export {
  ByteArrayDeserializer,
  ByteArraySerializer,
  BytesDeserializer,
  BytesSerializer,
  DoubleDeserializer,
  DoubleSerializer,
  FloatDeserializer,
  FloatSerializer,
  IntegerDeserializer,
  IntegerSerializer,
  JsonDeserializer,
  JsonSerializer,
  LongDeserializer,
  LongSerializer,
  ShortDeserializer,
  ShortSerializer,
  StringDeserializer,
  StringSerializer,
  UUIDDeserializer,
  UUIDSerializer,
  VoidDeserializer,
  VoidSerializer,
} from './client/index.ts';

// --- The interfaces, and what they work on ---------------------------------------------------------------------------

export type {
  Deserializer,
  DeserializerClass,
  HeaderInput,
  HeadersInput,
  Serializer,
  SerializerClass,
} from './client/index.ts';
export { Headers } from './client/index.ts';
export type { Payload } from './protocol/records/payload.ts';
export type { Header } from './protocol/records/record-batch.ts';
