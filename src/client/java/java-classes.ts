/**
 * The names of Java's classes in configurations, and the classes here that stand for them.
 */
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

/** A class whose constructor takes no arguments. */
export type AnyClass = new () => object;

/** The classes that a configuration can name, like those on Java's class path. */
export class JavaClasses {
  private readonly classes: ReadonlyMap<string, AnyClass>;
  private readonly names: ReadonlyMap<unknown, string>;

  constructor(classes: Iterable<readonly [string, AnyClass]>) {
    this.classes = new Map(classes);
    this.names = new Map(Array.from(this.classes, ([name, type]) => [type, name]));
  }

  /** A copy with further classes. */
  with(others: Iterable<readonly [string, AnyClass]>): JavaClasses {
    return new JavaClasses([...this.classes, ...others]);
  }

  /** The class with this Java name; `undefined` if there is none. */
  byName(name: string): AnyClass | undefined {
    return this.classes.get(name);
  }

  /** Java's name of a class; for a class of the user's, its own name. */
  nameOf(type: { readonly name: string }): string {
    return this.names.get(type) ?? type.name;
  }
}

const SERIALIZATION = 'org.apache.kafka.common.serialization';

/** The classes that the configurations of all clients can name. */
export const CLIENT_CLASSES: JavaClasses = new JavaClasses([
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
  // These exist in Java but implement no interface of Kafka's: a configuration that names one gets the error that says so.
  ['java.lang.String', class JavaString {}],
  ['java.lang.Object', class JavaObject {}],
]);
