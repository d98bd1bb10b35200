/**
 * Something for each of several things that have names, as users write it.
 */

/** Something by name: a `Map`, an array of pairs, or an object. */
export type ByName<V> = Iterable<readonly [string, V]> | Readonly<Record<string, V>>;

export function entriesOf<V>(byName: ByName<V>): Map<string, V> {
  return new Map(isIterable(byName) ? byName : Object.entries(byName));
}

function isIterable<V>(byName: ByName<V>): byName is Iterable<readonly [string, V]> {
  return Symbol.iterator in byName;
}
