/**
 * Errors of Java itself that Kafka's clients run into.
 */

/** java.lang.ClassNotFoundException: there is no class of this name. */
export class ClassNotFoundException extends Error {
  readonly javaClass: string = 'java.lang.ClassNotFoundException';

  constructor(className: string) {
    super(className);
    this.name = 'ClassNotFoundException';
  }
}
