/**
 * Java's serializers and deserializers, and JSON.
 */
export {
  ByteArrayDeserializer,
  ByteArraySerializer,
  BytesDeserializer,
  BytesSerializer,
} from './bytes.ts';
export { JsonDeserializer, JsonSerializer } from './json.ts';
export {
  DoubleDeserializer,
  DoubleSerializer,
  FloatDeserializer,
  FloatSerializer,
  IntegerDeserializer,
  IntegerSerializer,
  LongDeserializer,
  LongSerializer,
  ShortDeserializer,
  ShortSerializer,
} from './numbers.ts';
export type { Deserializer, DeserializerClass, Serializer, SerializerClass } from './serializer.ts';
export { StringDeserializer, StringSerializer } from './string-serializer.ts';
export { UUIDDeserializer, UUIDSerializer } from './uuid.ts';
export { VoidDeserializer, VoidSerializer } from './void.ts';
