/**
 * Lists of objects that every poll fills and empties.
 *
 * Owns: how one is made. Refuses to know: what is in it.
 */

/**
 * An array literal without elements is one of small integers until its first object comes, and whatever has seen it as both is
 * slower for good. This one has had a `sample`.
 */
export function emptyList<T>(sample: T): T[] {
  const list = [sample];
  list.pop();
  return list;
}
