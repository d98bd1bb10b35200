/**
 * Numbers as a reader wants them: `[1-3, 7]`.
 */

const MOST_RANGES = 4;

/** For rising numbers. When there are too many ranges, those before the last are left out. */
export function ranges(numbers: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const latest = found.at(-1);
    if (latest !== undefined && latest[1] === number - 1) latest[1] = number;
    else found.push([number, number]);
  }
  const shown = found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  if (shown.length > MOST_RANGES) shown.splice(MOST_RANGES - 1, shown.length - MOST_RANGES, '...');
  return `[${shown.join(', ')}]`;
}
