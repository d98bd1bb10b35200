/** What a consumer takes besides its configuration. */
import { unexpected } from '../checks/arguments.ts';
import type { Deserializer, DeserializerClass } from '../client/serialization/serializer.ts';
import type { ClientVersion } from '../client/versions/index.ts';
import { KafkaException } from '../protocol/errors/exceptions.ts';

/** Deserializers for a consumer, in place of the keys `key.deserializer` and `value.deserializer`. */
export interface ConsumerDeserializers<K, V> {
  /** A class, or an object of one, which is not configured. */
  readonly key?: Deserializer<K> | DeserializerClass<K>;
  /** A class, or an object of one, which is not configured. */
  readonly value?: Deserializer<V> | DeserializerClass<V>;
}

export interface ConsumerOptions<K, V> extends ConsumerDeserializers<K, V> {
  /** The last part of the default client.id `consumer-<group.id>-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
}

/** The object that deserializes; `null` if none was given. @throws KafkaException unless it has a deserializer's methods */
export function deserializerOf<T>(given: Deserializer<T> | DeserializerClass<T> | undefined): Deserializer | null {
  if (given === undefined) return null;
  const deserializer = typeof given === 'function' ? new given() : given;
  if (typeof (deserializer as Deserializer | null)?.deserialize !== 'function') {
    const needed = 'a class or an object with a method deserialize(topic, data, headers)';
    throw new KafkaException(unexpected('A deserializer', needed, given));
  }
  return deserializer;
}
