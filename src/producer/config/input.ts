/**
 * A producer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConfigInput } from '../../client/config/input.ts';
import type { SerializerClass } from '../../client/serialization/serializer.ts';
import type { AllProducerKeys } from '../../client/versions/index.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { InterceptorClass } from '../record/interceptors.ts';

/** The keys whose values are classes: a class, or the name of one of Java's. */
interface ClassInput<K, V> {
  /**
   * Makes bytes of keys: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. No default: it has to
   * be set.
   */
  readonly 'key.serializer'?: string | SerializerClass<K>;
  /**
   * Makes bytes of values: a class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. No default: it has to
   * be set.
   */
  readonly 'value.serializer'?: string | SerializerClass<V>;
  /**
   * Chooses partitions: a class, or a Java class name. Default `null`: the built-in partitioner, which hashes keys and fills batches without keys
   * partition by partition.
   */
  readonly 'partitioner.class'?: string | (new () => Partitioner) | null;
  /**
   * See or change each record before it is sent, and see its result: classes, or Java class names, in the order in which they are called.
   * Default: none.
   */
  // biome-ignore lint/suspicious/noExplicitAny: an interceptor of records of any type
  readonly 'interceptor.classes'?: string | readonly (string | InterceptorClass<any, any>)[];
}

/**
 * The keys of Java's ProducerConfig, of all versions. Unknown keys do not compile; write a Map to try one.
 *
 * @typeParam K of the keys that the serializer takes; default: any
 * @typeParam V of the values that the serializer takes; default: any
 */
// biome-ignore lint/suspicious/noExplicitAny: serializers of any types
export type ProducerConfigInput<K = any, V = any> = ClassInput<K, V> &
  Omit<ConfigInput<AllProducerKeys>, keyof ClassInput<K, V>>;
