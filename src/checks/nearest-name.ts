/**
 * The name that a misspelt one was probably meant to be, for hints in error messages.
 */

const MIN_PART = 3;

/**
 * The nearest of `names`; `undefined` if none is near. The beginning or end of a name counts as near, and so does a word that begins
 * or ends with a name (`partitions` and `numPartitions`), from three letters on.
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let leastDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const distance = contains(word, name) ? 1 : editDistance(word, name);
    if (distance >= leastDistance) continue;
    nearest = name;
    leastDistance = distance;
  }
  return nearest;
}

/** ` Did you mean 'x'?`, with a blank in front, for the nearest of `names`; empty if none is near. */
export function didYouMean(word: string, names: readonly string[]): string {
  const nearest = nearestName(word, names);
  return nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
}

function contains(word: string, name: string): boolean {
  if (word.length < MIN_PART || name.length < MIN_PART) return false;
  const [given, known] = [word.toLowerCase(), name.toLowerCase()];
  return name.startsWith(word) || known.endsWith(given) || given.startsWith(known) || given.endsWith(known);
}

/** How many letters have to be inserted, removed or replaced to turn `a` into `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
