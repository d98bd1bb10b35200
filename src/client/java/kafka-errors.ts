/**
 * Distinguishes errors that Kafka's code throws from bugs in this project.
 */
import { IllegalStateException, KafkaException, NullPointerException } from '../../protocol/errors/exceptions.ts';

/**
 * Whether Kafka's code throws this error, in which case the I/O thread logs it and continues. (After an illegal move of the
 * transaction manager, its state is a fatal error already.) Any other error is a bug in this project, and ends the run.
 */
export function isKafkaError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof IllegalStateException ||
    thrown instanceof KafkaException ||
    thrown instanceof NullPointerException
  );
}
