/**
 * The serializers and deserializers: Java's, and those for JSON. A configuration can name each of them by its class or by Java's
 * class name (java/java-classes.ts).
 */
export * from './bytes.ts';
export * from './json.ts';
export * from './numbers.ts';
export type { Deserializer, DeserializerClass, Serializer, SerializerClass } from './serializer.ts';
export * from './string-serializer.ts';
export * from './uuid.ts';
export * from './void.ts';
