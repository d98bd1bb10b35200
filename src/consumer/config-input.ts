/**
 * A consumer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConfigInput } from '../client/config/input.ts';
import type { DeserializerClass } from '../client/serialization/serializer.ts';
import type { ConsumerKeys } from '../client/versions/v3_6_1-admin-and-consumer-keys.ts';

/** The keys whose values are classes: a class, or the name of one of Java's. */
interface ClassInput<K, V> {
  /**
   * Makes keys of bytes: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. No default: it has to
   * be set.
   */
  readonly 'key.deserializer'?: string | DeserializerClass<K>;
  /**
   * Makes values of bytes: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. No default: it has to
   * be set.
   */
  readonly 'value.deserializer'?: string | DeserializerClass<V>;
}

/**
 * The keys of Java's ConsumerConfig that a consumer here has. Unknown keys do not compile; write a Map to try one.
 *
 * @typeParam K of the keys that the deserializer returns; default: any
 * @typeParam V of the values that the deserializer returns; default: any
 */
// biome-ignore lint/suspicious/noExplicitAny: deserializers of any types
export type ConsumerConfigInput<K = any, V = any> = ClassInput<K, V> &
  Omit<ConfigInput<ConsumerKeys>, keyof ClassInput<K, V>>;
