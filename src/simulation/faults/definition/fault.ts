/**
 * What setting a fault returns, and the error for a fault that cannot be set.
 */
import { unexpected } from '../../../checks/arguments.ts';
import { type EntryPoint, startAt } from '../../../checks/call-sites.ts';
import { describeValue } from '../../../checks/describe-value.ts';
import { didYouMean } from '../../../checks/nearest-name.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';

/** A fault that is in force or scheduled. */
export interface Fault {
  /** The fault in words: `Produce to payments-0, number 2: lose the response`. */
  readonly description: string;
  /** How often the fault has acted so far. */
  readonly fired: number;
  /**
   * Removes the fault and undoes its effects where that is possible: a blocked link opens again, a restarted broker
   * catches up, but a lost request stays lost.
   */
  remove(): void;
  /**
   * Allows the run to end without this fault having fired, which otherwise fails the run.
   *
   * @returns the fault itself
   */
  optional(): this;
}

/** A fault that holds messages back. Removing it releases them as well. */
export interface HeldFault extends Fault {
  /** How many messages are waiting: those the fault took, and those queued behind them on the same connections. */
  readonly waiting: number;
  /** Delivers the waiting messages in order. From then on the fault holds nothing. */
  release(): void;
}

/** A fault that holds requests back, before brokers have seen them. */
export interface HeldRequestFault extends HeldFault {
  /**
   * Answers the waiting requests with this error, without the broker handling them, and releases what waits behind them. From then on the fault holds
   * nothing. A request that expects no answer, as with acks=0, is delivered.
   *
   * @param error Kafka's name of the error: `NOT_ENOUGH_REPLICAS`
   * @throws FaultError if there is no such error
   */
  respond(error: ErrorName): void;
}

/** A fault was rejected because its description is invalid or cannot happen in this cluster. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

/**
 * Does what a call of a program asks for.
 *
 * @param entry the method that the program has called
 * @throws what `act` throws; the stack of a FaultError begins at the line that has called `entry`
 */
export function onFaultCall<T>(entry: EntryPoint, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof FaultError ? startAt(error, entry) : error;
  }
}

/**
 * The error for a value that is not what its field takes.
 *
 * @param place where it stands, such as `plan[2].delayMs`
 * @param words what a text may be; the nearest of them is suggested
 */
export function unexpectedValue(
  place: string,
  expected: string,
  actual: unknown,
  words: readonly string[] = [],
): FaultError {
  if (actual === undefined) return new FaultError(`${place}: expected ${expected}, got nothing`);
  return new FaultError(unexpected(place, expected, actual, words));
}

/** The error for a field that does not exist. @param owner what has only the fields `names`: `'crash'`, or `a scope` */
export function unknownField(
  place: string,
  name: string,
  actual: unknown,
  owner: string,
  names: readonly string[],
): FaultError {
  const hint = didYouMean(name, names);
  const problem = fieldNotAllowed(`${place}.${name}`, `${owner} has only ${names.join(', ')}`, actual).message;
  return new FaultError(`${problem}${hint === '' ? '' : `.${hint}`}`);
}

/** The error for a field that must be absent, with the reason. */
export function fieldNotAllowed(place: string, reason: string, actual: unknown): FaultError {
  return new FaultError(`${place}: not allowed here, because ${reason} (got ${describeValue(actual)})`);
}
