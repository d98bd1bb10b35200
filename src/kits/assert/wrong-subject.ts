/**
 * The error of an expectation for a subject that it does not accept.
 */
import { Simulation } from '../../simulation/simulation.ts';

/** @throws TypeError if `sim` is not a simulation */
export function expectSimulation(sim: Simulation, matcher: string): Simulation {
  if (sim instanceof Simulation) return sim;
  throw wrongSubject(`${matcher} expects a Simulation`, sim);
}

export class WrongSubjectError extends TypeError {}

/** `expectation` says what is expected and how to get it. */
export function wrongSubject(expectation: string, actual: unknown): WrongSubjectError {
  return new WrongSubjectError(`${expectation}; got ${description(actual)}.`);
}

function description(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor?.name ?? 'no class'}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value as number);
}
