/**
 * Errors of Java itself that Kafka's clients run into.
 */

/** java.lang.NullPointerException: a value that Kafka's code does not expect to be missing is `null`. */
export class NullPointerException extends Error {
  readonly javaClass: string = 'java.lang.NullPointerException';

  constructor(message: string) {
    super(message);
    this.name = 'NullPointerException';
  }
}

/** java.lang.ClassNotFoundException: there is no class of this name. */
export class ClassNotFoundException extends Error {
  readonly javaClass: string = 'java.lang.ClassNotFoundException';

  constructor(className: string) {
    super(className);
    this.name = 'ClassNotFoundException';
  }
}
