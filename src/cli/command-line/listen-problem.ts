/** Why a command cannot listen at a port. */
import { firstLine } from './usage-error.ts';

/** @param options of the command that set ports, as the sentence names them */
export function listenProblem(error: unknown, options: string): string {
  const isTaken = error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return `${firstLine(error)}${isTaken ? `. Give another port with ${options}; 0 stands for any free one.` : ''}`;
}
