/**
 * What clients raise of their own accord, by Java's names: no broker answers with it.
 */
import { TimeoutException } from './api-exceptions.ts';
import { ApiException, KafkaException, RetriableException } from './exception-roots.ts';

/** A serializer refused a key or value. Thrown by send() itself. */
export class SerializationException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** A configuration value is not acceptable. */
export class ConfigException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.config';
}

/** A blocked call was interrupted. */
export class InterruptException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** The producer waited max.block.ms for buffer memory in vain. */
export class BufferExhaustedException extends TimeoutException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.producer';
}

/** The record was dropped because its transaction was aborted. */
export class TransactionAbortedException extends ApiException {
  constructor(message = 'Failing batch since transaction was aborted') {
    super(message);
  }
}

/** Offsets could not be committed: the group has moved on without their consumer. */
export class CommitFailedException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

/** The connection was lost before an answer came. */
export class DisconnectException extends RetriableException {}

export class WakeupException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** java.lang.IllegalStateException: the call does not fit the state the client is in. */
export class IllegalStateException extends Error {
  readonly javaClass: string = 'java.lang.IllegalStateException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalStateException';
  }
}

/** java.lang.IllegalArgumentException: the argument makes no sense, in any state. */
export class IllegalArgumentException extends Error {
  readonly javaClass: string = 'java.lang.IllegalArgumentException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalArgumentException';
  }
}
