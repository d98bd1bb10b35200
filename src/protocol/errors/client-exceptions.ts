/** The exceptions that only clients raise, by their Java names: no broker answers with them. */
import { TimeoutException } from './api-exceptions.ts';
import { ApiException, KafkaException, RetriableException } from './exception-roots.ts';

/** A serializer cannot serialize a key or value. `send()` throws it instead of failing the future. */
export class SerializationException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** A configuration key or value is invalid. */
export class ConfigException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.config';
}

/** A blocking call was interrupted. */
export class InterruptException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** The producer got no buffer memory within max.block.ms. */
export class BufferExhaustedException extends TimeoutException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.producer';
}

/** The record was not sent because its transaction was aborted. */
export class TransactionAbortedException extends ApiException {
  constructor(message = 'Failing batch since transaction was aborted') {
    super(message);
  }
}

/** The offsets cannot be committed because the consumer is no longer a member of the group. */
export class CommitFailedException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

/** The connection was lost before the response arrived. */
export class DisconnectException extends RetriableException {}

/** A blocking consumer call was ended by `wakeup()`. */
export class WakeupException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** The call is not allowed in the current state of the client (java.lang.IllegalStateException). */
export class IllegalStateException extends Error {
  readonly javaClass: string = 'java.lang.IllegalStateException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalStateException';
  }
}

/** An argument is invalid (java.lang.IllegalArgumentException). */
export class IllegalArgumentException extends Error {
  readonly javaClass: string = 'java.lang.IllegalArgumentException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalArgumentException';
  }
}

/** A value that must not be missing is `null` (java.lang.NullPointerException). */
export class NullPointerException extends Error {
  readonly javaClass: string = 'java.lang.NullPointerException';

  constructor(message: string) {
    super(message);
    this.name = 'NullPointerException';
  }
}

/**
 * The method that was called does not exist in this version of the Java clients (java.lang.NoSuchMethodError). In Java a program gets it
 * that was compiled with an older version and runs with a newer one; otherwise the compiler refuses the call.
 */
export class NoSuchMethodError extends Error {
  readonly javaClass: string = 'java.lang.NoSuchMethodError';

  constructor(message: string) {
    super(message);
    this.name = 'NoSuchMethodError';
  }
}
