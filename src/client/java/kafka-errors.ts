/**
 * Telling the errors of Kafka's code from bugs of ours.
 */
import { IllegalStateException, KafkaException } from '../../protocol/errors/exceptions.ts';
import { NullPointerException } from './java-errors.ts';

/**
 * Whether Kafka's code throws this, so that the I/O thread logs it and continues. (After an illegal move of the transaction manager,
 * its state is a fatal error already.) Anything else is a bug of ours and ends the run.
 */
export function isKafkaError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof IllegalStateException ||
    thrown instanceof KafkaException ||
    thrown instanceof NullPointerException
  );
}
