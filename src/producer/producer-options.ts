/** What a producer takes besides its configuration. */
import { unexpected } from '../checks/arguments.ts';
import type { Serializer, SerializerClass } from '../client/serialization/serializer.ts';
import type { ClientVersion } from '../client/versions/index.ts';
import { KafkaException } from '../protocol/errors/exceptions.ts';
import type { CurrentThread } from './threads/calling-thread.ts';

/** Serializers for a producer, in place of the keys `key.serializer` and `value.serializer`. */
export interface ProducerSerializers<K, V> {
  /** A class, or an object of one, which is not configured. */
  readonly key?: Serializer<K> | SerializerClass<K>;
  /** A class, or an object of one, which is not configured. */
  readonly value?: Serializer<V> | SerializerClass<V>;
}

export interface ProducerOptions<K, V> extends ProducerSerializers<K, V> {
  /** The N of the default client.id `producer-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
  /** The thread that runs user code, for all producers of a program. Default: the producer is the only one. */
  readonly current?: CurrentThread;
}

/** The object that serializes; `null` if none was given. @throws KafkaException unless it has a serializer's methods */
export function serializerOf<T>(given: Serializer<T> | SerializerClass<T> | undefined): Serializer | null {
  if (given === undefined) return null;
  const serializer = typeof given === 'function' ? new given() : given;
  if (typeof (serializer as Serializer | null)?.serialize !== 'function') {
    const needed = 'a class or an object with a method serialize(topic, data, headers)';
    throw new KafkaException(unexpected('A serializer', needed, given));
  }
  return serializer as Serializer;
}
