/**
 * Empty arrays that are fast to fill with objects.
 */

/**
 * To the JavaScript engine, an empty array literal is an array of small integers until its first object is added, and code that
 * has seen it as both kinds stays slower. An array from here has held a `sample` before.
 */
export function emptyList<T>(sample: T): T[] {
  const list = [sample];
  list.pop();
  return list;
}
