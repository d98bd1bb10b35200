/**
 * How a trace tells of an exception.
 */
import { RetriableException } from '../../../src/index.ts';

export interface TraceError {
  readonly class: string;
  readonly fqcn: string;
  readonly message: string | null;
  readonly retriable: boolean;
  readonly cause?: TraceError;
}

export function traceError(thrown: unknown): TraceError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const fqcn = javaClassOf(error);
  const described = {
    class: fqcn.slice(fqcn.lastIndexOf('.') + 1),
    fqcn,
    message: error.message === '' ? null : error.message,
    retriable: error instanceof RetriableException,
  };
  return error.cause instanceof Error ? { ...described, cause: traceError(error.cause) } : described;
}

/** As Java's Throwable.toString(). */
export function throwableText(error: Error): string {
  return error.message === '' ? javaClassOf(error) : `${javaClassOf(error)}: ${error.message}`;
}

/** Java's RuntimeException, for callbacks that are to throw. */
export class JavaRuntimeException extends Error {
  readonly javaClass: string = 'java.lang.RuntimeException';
}

function javaClassOf(error: Error): string {
  return 'javaClass' in error && typeof error.javaClass === 'string' ? error.javaClass : error.name;
}
