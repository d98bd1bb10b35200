/**
 * How an exception is written in a trace.
 */
import { javaClassOf } from '../../../src/client/host/logging.ts';
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
    message: Object.hasOwn(error, 'message') ? error.message : null,
    retriable: error instanceof RetriableException,
  };
  return error.cause instanceof Error ? { ...described, cause: traceError(error.cause) } : described;
}

/** Java's RuntimeException, which a callback throws if the scenario says so. */
export class JavaRuntimeException extends Error {
  readonly javaClass: string = 'java.lang.RuntimeException';
}
