/**
 * Keeps a program from ending the command that runs it: by `process.exit()`, which throws here as it does under test runners, or by an
 * error that nothing catches, such as one in a timer. The command ends with an error that says so.
 */
import { syncBuiltinESMExports } from 'node:module';
import type { NumberedCase } from '../../explore/workers.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';

export interface ProgramGuard {
  /**
   * @param where what follows "The program called process.exit(1)", with a blank before it
   * @throws UsageError if the program would have ended the process by now
   */
  readonly check: (where?: string) => void;
  /** From now on the process ends as usual. */
  readonly release: () => void;
}

interface Problem {
  readonly what: string;
  readonly remedy: string;
}

/** To be called before the program is loaded, which may keep `process.exit` in a variable. */
export function guardProcess(): ProgramGuard {
  const exit = Object.getOwnPropertyDescriptor(process, 'exit') as PropertyDescriptor;
  let problem: Problem | undefined;
  const onUncaught = (error: unknown): void => {
    problem ??= { what: `threw an error that nothing caught (${firstLine(error)})`, remedy: 'Catch it' };
  };
  const throwInstead = (code?: number | string): never => {
    const what = `called process.exit(${code ?? ''})`;
    problem ??= { what, remedy: 'Let it throw an error instead' };
    const error = new Error(`The program ${what}`);
    // Its stack begins in the program.
    Error.captureStackTrace(error, throwInstead);
    throw error;
  };
  replaceExit({ ...exit, value: throwInstead });
  process.on('uncaughtException', onUncaught);
  return {
    check: (where = '') => {
      if (problem === undefined) return;
      const { what, remedy } = problem;
      throw new UsageError(`The program ${what}${where}, which would end the whole command. ${remedy}.`);
    },
    release: () => {
      process.off('uncaughtException', onUncaught);
      replaceExit(exit);
    },
  };
}

/** Runs a command that loads and runs programs. */
export async function guarded<T>(command: (guard: ProgramGuard) => Promise<T>): Promise<T> {
  const guard = guardProcess();
  try {
    return await command(guard);
  } finally {
    guard.release();
  }
}

/** Also for programs that import `exit` from node:process. */
function replaceExit(descriptor: PropertyDescriptor): void {
  Object.defineProperty(process, 'exit', descriptor);
  syncBuiltinESMExports();
}

export function inHistory({ number, testCase: { seed, plan } }: NumberedCase): string {
  return ` in history ${number} (seed ${seed}, faults ${JSON.stringify(plan)})`;
}
