/**
 * Class names of Java in configurations, and the classes here that stand for them.
 *
 * Owns: which Java class each built-in serializer, deserializer and partitioner is, in both directions.
 * Refuses to know: what the classes do.
 */
import { DefaultPartitioner } from '../partitioner/default-partitioner.ts';
import { RoundRobinPartitioner } from '../partitioner/round-robin-partitioner.ts';
import { UniformStickyPartitioner } from '../partitioner/uniform-sticky-partitioner.ts';
import {
  ByteArrayDeserializer,
  ByteArraySerializer,
  BytesDeserializer,
  BytesSerializer,
} from '../serialization/bytes.ts';
import { JsonDeserializer, JsonSerializer } from '../serialization/json.ts';
import {
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
} from '../serialization/numbers.ts';
import { StringDeserializer, StringSerializer } from '../serialization/string-serializer.ts';
import { UUIDDeserializer, UUIDSerializer } from '../serialization/uuid.ts';
import { VoidDeserializer, VoidSerializer } from '../serialization/void.ts';

/** Any class without arguments. */
export type AnyClass = new () => object;

const SERIALIZATION = 'org.apache.kafka.common.serialization';

const classes: ReadonlyMap<string, AnyClass> = new Map<string, AnyClass>([
  [`${SERIALIZATION}.StringSerializer`, StringSerializer],
  [`${SERIALIZATION}.StringDeserializer`, StringDeserializer],
  [`${SERIALIZATION}.ByteArraySerializer`, ByteArraySerializer],
  [`${SERIALIZATION}.ByteArrayDeserializer`, ByteArrayDeserializer],
  [`${SERIALIZATION}.BytesSerializer`, BytesSerializer],
  [`${SERIALIZATION}.BytesDeserializer`, BytesDeserializer],
  [`${SERIALIZATION}.IntegerSerializer`, IntegerSerializer],
  [`${SERIALIZATION}.IntegerDeserializer`, IntegerDeserializer],
  [`${SERIALIZATION}.LongSerializer`, LongSerializer],
  [`${SERIALIZATION}.LongDeserializer`, LongDeserializer],
  [`${SERIALIZATION}.ShortSerializer`, ShortSerializer],
  [`${SERIALIZATION}.ShortDeserializer`, ShortDeserializer],
  [`${SERIALIZATION}.FloatSerializer`, FloatSerializer],
  [`${SERIALIZATION}.FloatDeserializer`, FloatDeserializer],
  [`${SERIALIZATION}.DoubleSerializer`, DoubleSerializer],
  [`${SERIALIZATION}.DoubleDeserializer`, DoubleDeserializer],
  [`${SERIALIZATION}.UUIDSerializer`, UUIDSerializer],
  [`${SERIALIZATION}.UUIDDeserializer`, UUIDDeserializer],
  [`${SERIALIZATION}.VoidSerializer`, VoidSerializer],
  [`${SERIALIZATION}.VoidDeserializer`, VoidDeserializer],
  ['org.apache.kafka.connect.json.JsonSerializer', JsonSerializer],
  ['org.apache.kafka.connect.json.JsonDeserializer', JsonDeserializer],
  ['org.apache.kafka.clients.producer.RoundRobinPartitioner', RoundRobinPartitioner],
  ['org.apache.kafka.clients.producer.UniformStickyPartitioner', UniformStickyPartitioner],
  ['org.apache.kafka.clients.producer.internals.DefaultPartitioner', DefaultPartitioner],
  // Exist in Java, and are of no use here: a configuration that names one is told so, not that it is unknown.
  ['java.lang.String', class JavaString {}],
  ['java.lang.Object', class JavaObject {}],
]);

const names: ReadonlyMap<unknown, string> = new Map(Array.from(classes, ([name, type]) => [type, name]));

/** The class a Java name stands for, `undefined` if there is none. */
export function classByJavaName(name: string): AnyClass | undefined {
  return classes.get(name);
}

/** Java's name of a class; a user's class keeps its own. */
export function javaNameOf(type: { readonly name: string }): string {
  return names.get(type) ?? type.name;
}
