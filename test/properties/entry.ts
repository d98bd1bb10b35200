/**
 * Shared by the commands `npm run fuzz` and `npm run soak`: an invalid option prints one line and sets exit code 2.
 */
import { integerOption } from '../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';

/** Runs a command and sets the process's exit code to its result. */
export async function runCommand(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** Reads an option whose value is a number of things. @throws UsageError if it is not an integer above 0 */
export function countOf(option: string, text: string | undefined, byDefault: number): number {
  return integerOption(option, text, byDefault, [1, 1_000_000_000]);
}
