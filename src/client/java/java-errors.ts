/**
 * Java's own errors that a configuration can run into.
 */

/** java.lang.NullPointerException: a value that Java never expects to be missing is `null`. */
export class NullPointerException extends Error {
  readonly javaClass: string = 'java.lang.NullPointerException';

  constructor(message: string) {
    super(message);
    this.name = 'NullPointerException';
  }
}

/** java.lang.ClassNotFoundException: a class name that stands for no class here. */
export class ClassNotFoundException extends Error {
  readonly javaClass: string = 'java.lang.ClassNotFoundException';

  constructor(className: string) {
    super(className);
    this.name = 'ClassNotFoundException';
  }
}
