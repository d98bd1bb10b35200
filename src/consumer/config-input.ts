/**
 * A consumer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConfigInput } from '../client/config/input.ts';
import type { DeserializerClass } from '../client/serialization/serializer.ts';
import type { ConsumerKeys } from '../client/versions/v3_6_1-admin-and-consumer-keys.ts';

/** The keys whose values are classes: a class, or the name of one of Java's. */
interface ClassInput {
  /** A class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. */
  // biome-ignore lint/suspicious/noExplicitAny: a deserializer of any type may be named
  readonly 'key.deserializer'?: string | DeserializerClass<any>;
  /** A class, or a Java class name such as `org.apache.kafka.common.serialization.StringDeserializer`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'value.deserializer'?: string | DeserializerClass<any>;
}

/** The keys of Java's ConsumerConfig but for those of group membership. Unknown keys do not compile; write a Map to try one. */
export type ConsumerConfigInput = ClassInput & Omit<ConfigInput<ConsumerKeys>, keyof ClassInput>;
