/**
 * Suggests the name that a misspelt word probably stands for.
 */

/** ` Did you mean 'x'?` for the most similar of `names`; empty if none is similar. */
export function didYouMean(word: string, names: readonly string[]): string {
  const within = Math.max(2, Math.floor(word.length / 3));
  const near = names
    .map((name) => ({ name, distance: name.startsWith(word) && word.length > 2 ? 1 : editDistance(word, name) }))
    .filter(({ distance }) => distance <= within)
    .sort((a, b) => a.distance - b.distance)[0];
  return near === undefined ? '' : ` Did you mean '${near.name}'?`;
}

/** The Levenshtein distance: how many characters to insert, remove or replace to turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 0; line < a.length; line++) {
    const next = [line + 1];
    for (let column = 1; column <= b.length; column++) {
      const replaced = row[column - 1]! + (a[line] === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
