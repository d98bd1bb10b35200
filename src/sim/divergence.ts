/** Compares the traces of two runs. */

const LINES_BEFORE = 3;
const LINES_AFTER = 2;

/**
 * Describes the first line in which two traces differ, with the lines around it.
 *
 * @returns several lines of text; `undefined` if the traces are equal
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 * import { firstDivergence } from 'kafka-trial/sim';
 *
 * const traceOf = (topic) => {
 *   const sim = new Simulation();
 *   sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
 *   return sim.trace.lines;
 * };
 * console.log(firstDivergence(traceOf('orders'), traceOf('orders')));
 * console.log(firstDivergence(traceOf('orders'), traceOf('payments')).split('\n')[0]);
 * // prints: undefined
 * // prints: The traces differ from line 1 on (they have 2 and 2 lines):
 */
export function firstDivergence(first: readonly string[], second: readonly string[]): string | undefined {
  const shorter = Math.min(first.length, second.length);
  let index = 0;
  while (index < shorter && first[index] === second[index]) index++;
  if (index === first.length && index === second.length) return undefined;
  const shared = first.slice(Math.max(0, index - LINES_BEFORE), index).map((line) => `    ${line}`);
  return [
    `The traces differ from line ${index + 1} on (they have ${first.length} and ${second.length} lines):`,
    ...shared,
    ...side('first ', first, index),
    ...side('second', second, index),
  ].join('\n');
}

function side(name: string, lines: readonly string[], index: number): string[] {
  if (index >= lines.length) return [`  ${name} > (ends here)`];
  return lines.slice(index, index + 1 + LINES_AFTER).map((line, i) => `  ${name} ${i === 0 ? '>' : ' '} ${line}`);
}
