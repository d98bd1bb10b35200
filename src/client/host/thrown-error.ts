/**
 * What code that is not ours has thrown, as an error that can be reported.
 */
import { KafkaException } from '../../protocol/errors/exceptions.ts';

/** `thrown` itself, or a KafkaException with its text if it is not an Error. */
export function thrownError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new KafkaException(String(thrown));
}
