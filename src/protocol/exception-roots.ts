/**
 * What Kafka's exceptions descend from, as in Java.
 *
 * Owns: the Java class name each stands for, and what trying again may help against.
 */

/** The root of Kafka's exceptions (org.apache.kafka.common.KafkaException). */
export class KafkaException extends Error {
  /** Java's package of this exception. */
  static readonly javaPackage: string = 'org.apache.kafka.common';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** Java's full class name, as it appears in log lines. */
  get javaClass(): string {
    return `${(this.constructor as typeof KafkaException).javaPackage}.${this.name}`;
  }
}

/** An error of the protocol, or one the client raises in its words. */
export class ApiException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** Trying again may help. */
export class RetriableException extends ApiException {}

/** Trying again may help once the metadata is fresh. */
export class InvalidMetadataException extends RetriableException {}

export class AuthenticationException extends ApiException {}

export class AuthorizationException extends ApiException {}

export class InvalidOffsetException extends ApiException {}
