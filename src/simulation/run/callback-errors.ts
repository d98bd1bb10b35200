/**
 * Collects what callbacks, interceptors and listeners have thrown. Java's client only logs it; but a test in which it happened must
 * not pass.
 */
import type { FailureFactory } from './failure-factory.ts';

const MAX_SHOWN = 3;

/** An exception that has reached no caller. */
interface CallbackError {
  readonly thrown: unknown;
  /** What threw it: `the callback of a send to payments-0, by producer-1`. */
  readonly place: string;
}

export class CallbackErrors {
  private readonly mode: 'fail' | 'log';
  private readonly failures: FailureFactory;
  /** The errors that were not reported yet, in order of time. */
  private errors: CallbackError[] = [];

  constructor(mode: 'fail' | 'log', failures: FailureFactory) {
    this.mode = mode;
    this.failures = failures;
  }

  add(thrown: unknown, place: string): void {
    if (this.mode === 'fail') this.errors.push({ thrown, place });
  }

  /**
   * Each error is reported once.
   *
   * @param other why the run has failed already
   * @throws the first error, with a note where it was thrown, if there is any
   */
  throwFirst(other?: unknown): void {
    const [first, ...more] = this.errors;
    if (first === undefined) return;
    this.errors = [];
    this.failures.annotate(first.thrown, explanation(first.place, more, other === first.thrown ? undefined : other));
    throw first.thrown;
  }
}

function explanation(place: string, more: readonly CallbackError[], other: unknown): string {
  return [
    `It was thrown in ${place}, where no caller could catch it. It is reported here so that it is not overlooked.`,
    ...more.slice(0, MAX_SHOWN).map(({ place: another, thrown }) => `Thrown after it in ${another}: ${textOf(thrown)}`),
    ...(more.length > MAX_SHOWN ? [`... and ${more.length - MAX_SHOWN} more`] : []),
    ...(other === undefined ? [] : [`The run has also failed for another reason: ${textOf(other)}`]),
    "If the test expects such errors, create the simulation with { callbackErrors: 'log' }.",
  ].join('\n');
}

function textOf(thrown: unknown): string {
  return String(thrown);
}
