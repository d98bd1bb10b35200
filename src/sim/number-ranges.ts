/** Renders lists of numbers in the trace. */

const MAX_RANGES = 4;

/** Renders ascending numbers as ranges, for example `[1-3, 7]`. If there are more than four ranges, `...` stands for some of them. */
export function ranges(numbers: readonly number[]): `[${string}]` {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const latest = found.at(-1);
    if (latest !== undefined && latest[1] === number - 1) latest[1] = number;
    else found.push([number, number]);
  }
  const shown = found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  if (shown.length > MAX_RANGES) shown.splice(MAX_RANGES - 1, shown.length - MAX_RANGES, '...');
  return `[${shown.join(', ')}]`;
}
