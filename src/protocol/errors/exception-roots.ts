/** The base classes of Kafka's exceptions, as in Java. They tell which errors a client may retry. */

/** Base class of all Kafka exceptions (org.apache.kafka.common.KafkaException). */
export class KafkaException extends Error {
  /** The Java package of this class. */
  static readonly javaPackage: string = 'org.apache.kafka.common';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** The full name of the Java class, as it appears in log lines. */
  get javaClass(): string {
    return `${(this.constructor as typeof KafkaException).javaPackage}.${this.name}`;
  }
}

/** Base class of the errors of the protocol, and of some that clients raise themselves. */
export class ApiException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** Base class of errors that are transient: the same request may succeed later. */
export class RetriableException extends ApiException {}

/**
 * Base class of transient errors after which a client looks for leaders or coordinators again (KIP-1050). Java has it since 4.1; here
 * it is a base class in every version.
 */
export class RefreshRetriableException extends RetriableException {}

/** Base class of transient errors that require the client to refresh its metadata before it retries. */
export class InvalidMetadataException extends RefreshRetriableException {}

/**
 * Base class of errors after which the program needs a new producer or consumer, and may go on with it (KIP-1050). Java has it since
 * 4.1; here it is a base class in every version.
 */
export class ApplicationRecoverableException extends ApiException {}

/** Base class of errors in which a client cannot be authenticated. */
export class AuthenticationException extends ApiException {}

/** Base class of errors in which a client lacks a permission. */
export class AuthorizationException extends ApiException {}

/** Base class of errors in which an offset is not in the log. */
export class InvalidOffsetException extends ApiException {}
