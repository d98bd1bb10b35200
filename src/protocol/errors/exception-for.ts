/** The exception that an error becomes. */
import * as apiExceptions from './api-exceptions.ts';
import { IllegalArgumentException } from './client-exceptions.ts';
import { ERRORS, type ErrorName } from './errors.ts';
import type { ApiException } from './exception-roots.ts';

type ExceptionName = keyof typeof apiExceptions;

const CLASSES: Readonly<Record<ExceptionName, new (message: string) => ApiException>> = apiExceptions;

/** Returns the exception of `error`, with Kafka's message for it unless another is given. */
export function exceptionFor(error: ErrorName, message?: string | null): ApiException {
  const { exception, message: defaultMessage } = ERRORS[error];
  if (exception === null) throw new IllegalArgumentException(`${error} has no exception`);
  return new CLASSES[exception](message ?? defaultMessage);
}
