/**
 * Which exception an error code becomes.
 */
import * as apiExceptions from './api-exceptions.ts';
import { IllegalArgumentException } from './client-exceptions.ts';
import { ERRORS, type ErrorName } from './errors.ts';
import type { ApiException } from './exception-roots.ts';

type ExceptionClass = new (message: string) => ApiException;

/** By the simple name of the Java class. */
const CLASSES: Readonly<Record<string, ExceptionClass>> = { ...apiExceptions };

/** The exception an error code becomes, with Kafka's own message unless another is given. */
export function exceptionFor(error: ErrorName, message?: string | null): ApiException {
  const { exception, message: defaultMessage } = ERRORS[error];
  const Exception = exception === null ? undefined : CLASSES[exception];
  if (Exception === undefined) throw new IllegalArgumentException(`${error} has no exception`);
  return new Exception(message ?? defaultMessage);
}
