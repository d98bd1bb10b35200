/**
 * Keeps a program that calls `process.exit()` from ending the process in which all its histories run. The call throws, as under test
 * runners, and the exploration ends with an error that names the history.
 */
import type { NumberedCase } from '../../explore/workers.ts';
import { UsageError } from '../command-line/usage-error.ts';

export interface ExitGuard {
  /** @throws UsageError if the program has called `process.exit()`; `history` is the last one that ran */
  readonly check: (history: NumberedCase) => void;
  /** From now on `process.exit()` ends the process again. */
  readonly release: () => void;
}

export function guardExit(): ExitGuard {
  const { exit } = process;
  let call: string | undefined;
  process.exit = (code) => {
    call ??= `process.exit(${code ?? ''})`;
    throw new Error(`The program called ${call}`);
  };
  return {
    check: ({ number, testCase: { seed, plan } }) => {
      if (call === undefined) return;
      throw new UsageError(
        `The program called ${call} in history ${number} (seed ${seed}, faults ${JSON.stringify(plan)}), which would end all histories. Let it throw an error instead.`,
      );
    },
    release: () => {
      process.exit = exit;
    },
  };
}
