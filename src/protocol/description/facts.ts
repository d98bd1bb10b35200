/** The facts of a request or response that a line of the trace shows, and how they are written. */
import type { ErrorName } from '../errors/errors.ts';

/** By name, in the order in which the line shows them; those that are undefined are left out. */
export type Facts = Readonly<Record<string, unknown>>;

/** No facts at all. */
export type NoFacts = Readonly<Record<never, unknown>>;

/** `[a, b]` */
export type ListFact = `[${string}]`;

/** The error of a response; absent if it has none. */
export type ErrorFact = { readonly error?: ErrorName };

export const NO_FACTS: NoFacts = {};

export function listFact(items: readonly string[]): ListFact {
  return `[${items.join(', ')}]`;
}

/** The items of `[a, b]`. They must have no comma followed by a space. */
export function listItems(fact: ListFact): readonly string[] {
  const items = fact.slice(1, -1);
  return items === '' ? [] : items.split(', ');
}

/** `payments-0`, or `payments-0 NOT_LEADER_OR_FOLLOWER` */
export function withError(name: string, error: ErrorName): string {
  return error === 'NONE' ? name : `${name} ${error}`;
}

/** The error of a response, if it has one. */
export function errorFact({ error }: { readonly error: ErrorName }): ErrorFact {
  return error === 'NONE' ? NO_FACTS : { error };
}
