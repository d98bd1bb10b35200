/**
 * Errors of calls that the library makes itself, unlike those that user code throws in the course of a call: a logger, a serializer
 * that is constructed, a guarantee of the user's own.
 */
import { type EntryPoint, startAt } from '../checks/call-sites.ts';
import {
  IllegalArgumentException,
  IllegalStateException,
  KafkaException,
  NullPointerException,
} from '../protocol/errors/exceptions.ts';
import { SimulationError } from '../sim/index.ts';
import { FaultError } from './faults/definition/fault.ts';

const OWN = [
  SimulationError,
  FaultError,
  KafkaException,
  IllegalArgumentException,
  IllegalStateException,
  NullPointerException,
];

/**
 * Does what a call of a program asks for.
 *
 * @param entry the method or class that the program has called
 * @throws what `act` throws; the stack of our own errors begins at the line that has called `entry`
 */
export function onCall<T>(entry: EntryPoint, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw OWN.some((type) => error instanceof type) ? startAt(error, entry) : error;
  }
}
