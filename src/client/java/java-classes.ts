/**
 * The names of Java's classes in configurations, and the classes here that stand for them.
 */
import * as serialization from '../serialization/index.ts';

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

const PACKAGE = 'org.apache.kafka.common.serialization';
const JSON_PACKAGE = 'org.apache.kafka.connect.json';

function javaName(name: string): string {
  return `${name.startsWith('Json') ? JSON_PACKAGE : PACKAGE}.${name}`;
}

/** The classes that the configurations of all clients can name. */
export const CLIENT_CLASSES: JavaClasses = new JavaClasses([
  ...Object.entries(serialization).map(([name, type]) => [javaName(name), type] as const),
  // These exist in Java but implement no interface of Kafka's: a configuration that names one gets the error that says so.
  ['java.lang.String', class JavaString {}],
  ['java.lang.Object', class JavaObject {}],
  ['org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever', class DefaultJwtRetriever {}],
  ['org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator', class DefaultJwtValidator {}],
]);
