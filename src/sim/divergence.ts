/**
 * Where two histories part.
 */

const LINES_BEFORE = 3;
const LINES_AFTER = 2;

/** Readable text about the first line in which two histories differ, with lines around it; undefined if they are equal. */
export function firstDivergence(first: readonly string[], second: readonly string[]): string | undefined {
  const shorter = Math.min(first.length, second.length);
  let index = 0;
  while (index < shorter && first[index] === second[index]) index++;
  if (index === first.length && index === second.length) return undefined;
  const shared = first.slice(Math.max(0, index - LINES_BEFORE), index).map((line) => `    ${line}`);
  return [
    `The histories part at line ${index + 1} (of ${first.length} and ${second.length}):`,
    ...shared,
    ...side('first ', first, index),
    ...side('second', second, index),
  ].join('\n');
}

function side(name: string, lines: readonly string[], index: number): string[] {
  if (index >= lines.length) return [`  ${name} > (ends here)`];
  return lines.slice(index, index + 1 + LINES_AFTER).map((line, i) => `  ${name} ${i === 0 ? '>' : ' '} ${line}`);
}
