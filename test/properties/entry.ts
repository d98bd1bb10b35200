/**
 * What the entries `npm run fuzz` and `npm run soak` share: a mistake of the caller's is one line, and exit code 2.
 */
import { integerOption } from '../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';

/** Runs the entry and sets the process's exit code. */
export async function enter(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** @throws UsageError unless it is a whole number above 0 */
export function countOf(option: string, text: string | undefined, byDefault: number): number {
  return integerOption(option, text, byDefault, [1, 1_000_000_000]);
}
