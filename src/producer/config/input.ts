/**
 * A producer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConfigInput } from '../../client/config/input.ts';
import type { SerializerClass } from '../../client/serialization/serializer.ts';
import type { ProducerKeys } from '../../client/versions/v3_6_1-producer-keys.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { InterceptorClass } from '../record/interceptors.ts';

/** The keys whose values are classes: a class, or the name of one of Java's. */
interface ClassInput {
  /** A class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. */
  // biome-ignore lint/suspicious/noExplicitAny: a serializer of any type may be named; send() is typed by the producer
  readonly 'key.serializer'?: string | SerializerClass<any>;
  /** A class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'value.serializer'?: string | SerializerClass<any>;
  /** A class, or a Java class name. Default `null`: the built-in partitioner. */
  readonly 'partitioner.class'?: string | (new () => Partitioner) | null;
  /** Classes, or Java class names, in the order in which they are called. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'interceptor.classes'?: string | readonly (string | InterceptorClass<any, any>)[];
}

/** The 88 keys of Java's ProducerConfig. Unknown keys do not compile; write a Map to try one. */
export type ProducerConfigInput = ClassInput & Omit<ConfigInput<ProducerKeys>, keyof ClassInput>;
