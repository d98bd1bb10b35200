/**
 * Creates instances of the classes that a configuration names, and refuses those that do not implement the right interface.
 */
import { unexpected } from '../../checks/arguments.ts';
import { isPromise } from '../../checks/describe-value.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import { thrownError } from '../host/thrown-error.ts';
import type { AnyClass, JavaClasses } from '../java/java-classes.ts';
import { ClassNotFoundException } from '../java/java-errors.ts';
import { ClassCastException } from '../serialization/serializer.ts';

/** The interface that an instance must implement. */
export interface Role {
  /** Java's name of the interface. */
  readonly javaName: string;
  /** An instance that has one of these counts as an implementation. */
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

/**
 * A new instance of a class.
 *
 * @param named a class, or the name of one of `classes`
 * @throws ClassCastException, as in Java, if a class that was given by name does not implement the interface
 * @throws KafkaException if a class does not implement it, is not found by its name, or has a constructor that throws
 */
export function newInstance<T extends object>(named: unknown, role: Role, classes: JavaClasses): T {
  const type = classOf(named, classes);
  // A function that cannot be constructed, such as an arrow function.
  if (type.prototype === undefined) {
    const needed = `a class with a method ${role.methods[0]}()`;
    throw new KafkaException(unexpected(role.javaName, needed, named));
  }
  const instance = instanceOf(type, classes);
  if (!role.methods.some((method) => method in instance)) {
    // Java checks a class given by name when it loads the class, and any other when it has the instance.
    if (typeof named === 'string') throw new ClassCastException(`class ${classes.nameOf(type)}`);
    throw new KafkaException(`class ${classes.nameOf(type)} is not an instance of ${role.javaName}`);
  }
  return instance as T;
}

/** Java has an InvocationTargetException between the two errors, which says nothing more. */
function instanceOf(type: AnyClass, classes: JavaClasses): object {
  try {
    return new type();
  } catch (thrown) {
    throw new KafkaException(`Could not instantiate class ${classes.nameOf(type)}`, { cause: thrownError(thrown) });
  }
}

/**
 * @param result what configure() of the instance has returned
 * @param key the configuration key that names the instance's class
 * @throws KafkaException for a promise: the client would work with an instance that is not configured yet
 */
export function checkConfigured(result: unknown, instance: object, key: string): void {
  if (!isPromise(result)) return;
  // The constructor fails with this error, so what the promise rejects with is not reported as well.
  result.then(undefined, () => {});
  throw new KafkaException(
    `configure() of ${instance.constructor.name}, which ${key} names, returned a promise. configure() is synchronous, as in Java. ` +
      'Await what it needs before the client is created',
  );
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
