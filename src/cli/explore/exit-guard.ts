/**
 * Keeps a program that calls `process.exit()` from ending the command that runs it, since nothing would say why. The call throws, as under
 * test runners, and the command ends with an error.
 */
import type { NumberedCase } from '../../explore/workers.ts';
import { UsageError } from '../command-line/usage-error.ts';

export interface ExitGuard {
  /**
   * @param where what follows "The program called process.exit(1)", with a blank before it
   * @throws UsageError if the program has called `process.exit()`
   */
  readonly check: (where?: string) => void;
  /** From now on `process.exit()` ends the process again. */
  readonly release: () => void;
}

export function guardExit(): ExitGuard {
  const exit = Object.getOwnPropertyDescriptor(process, 'exit') as PropertyDescriptor;
  let call: string | undefined;
  process.exit = (code) => {
    call ??= `process.exit(${code ?? ''})`;
    throw new Error(`The program called ${call}`);
  };
  return {
    check: (where = '') => {
      if (call === undefined) return;
      throw new UsageError(
        `The program called ${call}${where}, which would end the whole command. Let it throw an error instead.`,
      );
    },
    release: () => {
      Object.defineProperty(process, 'exit', exit);
    },
  };
}

export function inHistory({ number, testCase: { seed, plan } }: NumberedCase): string {
  return ` in history ${number} (seed ${seed}, faults ${JSON.stringify(plan)})`;
}
