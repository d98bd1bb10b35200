/**
 * Runs a user's asynchronous program on the virtual clock.
 *
 * Owns: the alternation of events and user code, and the three ways a program can fail to end.
 * Refuses to know: what the program does, and Kafka.
 */
import type { Kernel } from '../sim/index.ts';
import { turn } from './turn.ts';

export interface ProgramLimits {
  /** Gives up after this many events. */
  readonly maxEvents: number;
}

/** Set when something user code can see has happened since its last turn. */
export class UserTurn {
  private due = true;

  readonly request = (): void => {
    this.due = true;
  };

  take(): boolean {
    const wasDue = this.due;
    this.due = false;
    return wasDue;
  }
}

export type ProgramEnding = 'ended' | 'nothing left to do' | 'gave up';

/** Steps the kernel until `program` has ended, or cannot end any more, or has had `maxEvents` events. */
export async function runProgram(
  kernel: Kernel,
  userTurn: UserTurn,
  program: Promise<unknown>,
  limits: ProgramLimits,
): Promise<ProgramEnding> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  program.then(end, end);
  const lastEvent = kernel.eventCount + limits.maxEvents;
  userTurn.take();
  await turn();
  while (!ended) {
    if (kernel.pendingForeground === 0) return 'nothing left to do';
    if (kernel.eventCount >= lastEvent) return 'gave up';
    kernel.step();
    if (userTurn.take() || kernel.pendingForeground === 0) await turn();
  }
  return 'ended';
}
