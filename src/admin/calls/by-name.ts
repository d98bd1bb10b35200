/**
 * Something for each of several things that have names, as users write it.
 */
import { checkArgument } from '../../checks/arguments.ts';
import { STRING } from '../../checks/value-type.ts';
import { checkByName, checkedPairs } from './check-arguments.ts';

/** Something by name: a `Map`, an array of pairs, or an object. */
export type ByName<V> = Iterable<readonly [string, V]> | Readonly<Record<string, V>>;

/** @throws IllegalArgumentException unless the names are strings, and `byName` is one of these */
export function entriesOf<V>(place: string, byName: ByName<V>): Map<string, V> {
  checkByName(place, byName);
  const entries = isIterable(byName) ? byName : Object.entries(byName);
  return new Map(checkedPairs(place, entries, (name) => checkArgument(place, name, STRING)));
}

function isIterable<V>(byName: ByName<V>): byName is Iterable<readonly [string, V]> {
  return Symbol.iterator in byName;
}
