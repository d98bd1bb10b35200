/** The facts of a request or response that a line of the trace shows, and how they are written. */
import type { ErrorName } from '../errors/errors.ts';

/** By name, in the order in which the line shows them; those that are undefined are left out. */
export type Facts = Readonly<Record<string, unknown>>;

export const NO_FACTS: Facts = {};

/** `[a, b]` */
export function listFact(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

/** `payments-0`, or `payments-0 NOT_LEADER_OR_FOLLOWER` */
export function withError(name: string, error: ErrorName): string {
  return error === 'NONE' ? name : `${name} ${error}`;
}

/** The error of a response, if it has one. */
export function errorFact({ error }: { readonly error: ErrorName }): Facts {
  return error === 'NONE' ? NO_FACTS : { error };
}
