/** Renders lists of numbers in the trace. */

const MAX_RANGES = 4;

/** Renders ascending numbers as ranges, for example `[1-3, 7]`. If there are more than four ranges, `...` stands for some of them. */
export function ranges(numbers: readonly number[]): `[${string}]` {
  const shown: string[] = [];
  let count = 0;
  let [first, last] = [Number.NaN, Number.NaN];
  // By index, and a text is made only if it is shown: batches have many ranges.
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (number !== last + 1) {
      if (count > 0 && count < MAX_RANGES) shown.push(rangeText(first, last));
      count++;
      first = number;
    }
    last = number;
  }
  if (count > MAX_RANGES) shown.push('...');
  if (count > 0) shown.push(rangeText(first, last));
  return `[${shown.join(', ')}]`;
}

function rangeText(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
