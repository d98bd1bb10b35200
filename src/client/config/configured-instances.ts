/**
 * Objects of the classes that a configuration names.
 *
 * Owns: making them, and refusing what lacks the methods of its role.
 * Refuses to know: what they are for.
 */

import { KafkaException } from '../../protocol/errors/exceptions.ts';
import type { AnyClass, JavaClasses } from '../java/java-classes.ts';
import { ClassNotFoundException } from '../java/java-errors.ts';
import { ClassCastException } from '../serialization/serializer.ts';

/** What an object must be: Java's interface, and a method each implementation has. */
export interface Role {
  readonly javaName: string;
  /** At least one of them. */
  readonly methods: readonly string[];
}

export const PARTITIONER: Role = { javaName: 'org.apache.kafka.clients.producer.Partitioner', methods: ['partition'] };
export const SERIALIZER: Role = {
  javaName: 'org.apache.kafka.common.serialization.Serializer',
  methods: ['serialize'],
};
export const DESERIALIZER: Role = {
  javaName: 'org.apache.kafka.common.serialization.Deserializer',
  methods: ['deserialize'],
};
export const INTERCEPTOR: Role = {
  javaName: 'org.apache.kafka.clients.producer.ProducerInterceptor',
  methods: ['onSend', 'onAcknowledgement'],
};

/** A new object of a class, or of the class a Java name stands for. Throws if it does not fit the role. */
export function newInstance<T extends object>(named: unknown, role: Role, classes: JavaClasses): T {
  const type = classOf(named, classes);
  const instance: object = new type();
  if (!role.methods.some((method) => method in instance)) {
    // A name is held against the role when the class is loaded, a class when the object is there.
    if (typeof named === 'string') throw new ClassCastException(`class ${classes.nameOf(type)}`);
    throw new KafkaException(`class ${classes.nameOf(type)} is not an instance of ${role.javaName}`);
  }
  return instance as T;
}

function classOf(named: unknown, classes: JavaClasses): AnyClass {
  if (typeof named === 'function') return named as AnyClass;
  if (typeof named !== 'string') {
    throw new KafkaException(`Unexpected element of type ${typeof named}, expected String or Class`);
  }
  const found = classes.byName(named.trim());
  if (found === undefined) {
    throw new KafkaException(`Class ${named} cannot be found`, { cause: new ClassNotFoundException(named) });
  }
  return found;
}
