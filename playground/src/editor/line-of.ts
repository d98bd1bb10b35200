/** The line of the learner's program in the stack of an error. */

/** The name of the program in stacks. */
export const PROGRAM_FILE = 'program.ts';
/** `new Function` puts so many lines before the first one of the program. */
const LINES_BEFORE = 2;

/** From 1; `null`: the stack does not lead to the program. */
export function lineOf(stack: string): number | null {
  const found = /\bprogram\.ts:(\d+):\d+/.exec(stack);
  return found === null ? null : Number(found[1]) - LINES_BEFORE;
}
