/**
 * Runs a user's asynchronous program on the virtual clock.
 *
 * Owns: the alternation of events and user code, and the ways in which a program ends or fails to.
 * Refuses to know: what the program does, and Kafka.
 *
 * After an event that user code can see, all its microtasks run. If it then waits for the simulation again, the next
 * event may come; if not, it may be busy in ways that microtasks do not show, and gets a whole turn of the host's loop.
 */
import type { Kernel } from '../../sim/index.ts';
import { afterHostTurn, deferUntilIdle } from './turn.ts';
import type { UserTurn } from './user-turn.ts';

export interface ProgramLimits {
  /** Gives up after this many events. */
  readonly maxEvents: number;
  /** How many of the events that are queued are timers of the program's own. */
  readonly ownTimers: () => number;
}

/** 'nothing but timers': for very long, the program's own have been all there was. */
export type ProgramEnding = 'ended' | 'nothing left to do' | 'nothing but timers' | 'gave up';

/** Once a second this is more than a day. */
export const MOST_TURNS_OF_TIMERS = 100_000;

/** So many turns of user code may pass before the host gets one: its timers and signals must not starve. */
const TURNS_PER_HOST_TURN = 1_000;

/** Steps the kernel until `program` has ended, or cannot end any more, or has had `maxEvents` events. */
export function runProgram(
  kernel: Kernel,
  userTurn: UserTurn,
  program: Promise<unknown>,
  limits: ProgramLimits,
): Promise<ProgramEnding> {
  return new Promise((resolve, reject) => {
    let hasEnded = false;
    const end = (): void => {
      hasEnded = true;
    };
    program.then(end, end);
    const lastEvent = kernel.eventCount + limits.maxEvents;
    let turns = 0;
    let turnsOfTimers = 0;

    const goOn = (): void => {
      if (hasEnded) resolve('ended');
      else if (kernel.pendingForeground === 0) resolve('nothing left to do');
      else if (isMarkingTime()) resolve('nothing but timers');
      else runEvents();
    };
    const isMarkingTime = (): boolean => {
      turnsOfTimers = kernel.pendingForeground === limits.ownTimers() ? turnsOfTimers + 1 : 0;
      return turnsOfTimers > MOST_TURNS_OF_TIMERS;
    };
    const judgeUserTurn = (): void => {
      const isUserParked = hasEnded || (userTurn.hasComeToWait && kernel.pendingForeground > 0);
      if (isUserParked && ++turns % TURNS_PER_HOST_TURN !== 0) goOn();
      else afterHostTurn(goOn);
    };
    const letUserRun = deferUntilIdle(judgeUserTurn);
    const runEvents = (): void => {
      try {
        for (;;) {
          if (kernel.eventCount >= lastEvent) {
            resolve('gave up');
            return;
          }
          kernel.step();
          if (userTurn.take()) {
            letUserRun();
            return;
          }
          if (kernel.pendingForeground === 0) {
            afterHostTurn(goOn);
            return;
          }
        }
      } catch (error) {
        reject(error);
      }
    };

    userTurn.take();
    afterHostTurn(goOn);
  });
}
