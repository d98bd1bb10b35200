/**
 * Runs a user's asynchronous program on the virtual clock, and says how the run ended.
 *
 * Events of the simulation and user code take turns; they never run at the same time:
 *
 *   events ──► microtasks      an event has settled something that user code can observe: its microtasks run
 *   microtasks ──► events      user code waits for the simulation again, or has ended
 *   microtasks ──► macrotask   user code may be busy in a way that microtasks do not show: it gets a macrotask of the host
 *   events ──► macrotask       no event is left: the same, before the run is declared over
 *   macrotask ──► events       goes on
 *
 * From each of the three a run can be over. After a macrotask, time stands still as long as the host works for the program.
 */
import type { Kernel } from '../../sim/index.ts';
import { afterMacrotask, afterMicrotasks } from './event-loop.ts';
import { EVENTS, isLegalMove, MACROTASK, MICROTASKS, OVER, type Phase } from './phase.ts';
import type { UserActivity } from './user-activity.ts';

export interface ProgramLimits {
  /** The run gives up after this many events. */
  readonly maxEvents: number;
  /** How many of the queued events are sleeps and virtual timers of the program itself. */
  readonly ownTimers: () => number;
  /** Whether the program still sleeps since a time when the kernel had run no more than `eventCount` events. */
  readonly sleepsSince: (eventCount: number) => boolean;
  /** Whether the clock has to stand still after the present macrotask, since the host works for the program. */
  readonly holdsClock: () => boolean;
  /** Whether clients have done nothing but housekeeping for so long that the program waits in vain. */
  readonly isIdle: () => boolean;
  /** Gets a function that stops the run: it rejects with the given error, and neither an event nor its own continuation runs afterwards. */
  readonly stoppable?: (stop: (error: unknown) => void) => void;
}

/**
 * - `ended`: the program's promise has settled.
 * - `nothing left to do`: it has not, and no event is left that could settle it.
 * - `nothing but timers`: for MAX_TURNS_OF_TIMERS turns, the program's own sleeps and timers have been the only events, and no sleep that
 *   began before them is pending.
 * - `nothing but housekeeping`: for the option `maxIdleMs` of real clients, they have done nothing that could settle it.
 * - `gave up`: it has not ended after `maxEvents` events.
 */
export type ProgramEnding =
  | 'ended'
  | 'nothing left to do'
  | 'nothing but timers'
  | 'nothing but housekeeping'
  | 'gave up';

/** With a sleep of a second, this is more than a day. */
export const MAX_TURNS_OF_TIMERS = 100_000;

/** After this many turns without a macrotask the host gets one, so that its own timers and signals do not starve. */
const TURNS_PER_MACROTASK = 1_000;

/** Steps the kernel until `program` has ended, cannot end any more, or has had `maxEvents` events. */
export function runProgram(
  kernel: Kernel,
  userActivity: UserActivity,
  program: Promise<unknown>,
  limits: ProgramLimits,
): Promise<ProgramEnding> {
  return new Promise((resolve, reject) => {
    const run = new ProgramRun(kernel, userActivity, limits, { ended: resolve, failed: reject });
    run.start(program);
    limits.stoppable?.((error) => run.stop(error));
  });
}

interface RunListener {
  readonly ended: (ending: ProgramEnding) => void;
  /** An event has thrown. */
  readonly failed: (error: unknown) => void;
}

class ProgramRun {
  private readonly kernel: Kernel;
  private readonly userActivity: UserActivity;
  private readonly limits: ProgramLimits;
  private readonly listener: RunListener;
  /** The run gives up when the kernel has run this many events. */
  private readonly maxEventCount: number;
  private readonly runMicrotasks: () => void;
  private phase: Phase = EVENTS;
  private hasEnded = false;
  private turns = 0;
  /** Turns in a row at the end of which the program's own sleeps and timers were the only events left. */
  private turnsOfTimers = 0;
  /** The kernel's number of events at the first of them. */
  private firstEventOfTimers = 0;

  constructor(kernel: Kernel, userActivity: UserActivity, limits: ProgramLimits, listener: RunListener) {
    this.kernel = kernel;
    this.userActivity = userActivity;
    this.limits = limits;
    this.listener = listener;
    this.maxEventCount = kernel.eventCount + limits.maxEvents;
    this.runMicrotasks = afterMicrotasks(() => this.microtasksHaveRun());
  }

  /** The program has run up to its first await: it gets a macrotask to go on before the first event. */
  start(program: Promise<unknown>): void {
    const end = (): void => {
      this.hasEnded = true;
    };
    program.then(end, end);
    this.userActivity.takeTurn();
    this.giveMacrotask();
  }

  /** No effect if the run is over. */
  stop(error: unknown): void {
    if (this.phase === OVER) return;
    this.enter(OVER);
    this.listener.failed(error);
  }

  private giveMacrotask(): void {
    this.enter(MACROTASK);
    afterMacrotask(() => this.continue());
  }

  /** User code has had its turn: the run is over, or events run. */
  private continue(): void {
    if (this.phase === OVER) return;
    if (!this.hasEnded && this.phase === MACROTASK && this.limits.holdsClock()) {
      afterMacrotask(() => this.continue());
      return;
    }
    const ending = this.ending();
    if (ending === null) this.runEvents();
    else this.end(ending);
  }

  private ending(): ProgramEnding | null {
    if (this.hasEnded) return 'ended';
    if (this.kernel.pendingForeground === 0) return 'nothing left to do';
    if (this.limits.isIdle()) return 'nothing but housekeeping';
    return this.hasOnlyTimers() ? 'nothing but timers' : null;
  }

  private hasOnlyTimers(): boolean {
    const { kernel, limits } = this;
    if (kernel.pendingForeground !== limits.ownTimers()) {
      this.turnsOfTimers = 0;
      return false;
    }
    if (this.turnsOfTimers++ === 0) this.firstEventOfTimers = kernel.eventCount;
    if (this.turnsOfTimers <= MAX_TURNS_OF_TIMERS) return false;
    this.turnsOfTimers = 0;
    // A long sleep ends at some time, whatever else sleeps in the meantime.
    return !limits.sleepsSince(this.firstEventOfTimers);
  }

  /** Runs events until user code has something to do, or no event is left. */
  private runEvents(): void {
    this.enter(EVENTS);
    const { kernel, userActivity } = this;
    try {
      while (kernel.eventCount < this.maxEventCount) {
        kernel.step();
        // The event may have stopped the run.
        if (this.phase === OVER) return;
        if (userActivity.takeTurn()) {
          this.giveMicrotasks();
          return;
        }
        if (kernel.pendingForeground === 0) {
          this.giveMacrotask();
          return;
        }
      }
      this.end('gave up');
    } catch (error) {
      this.stop(error);
    }
  }

  private giveMicrotasks(): void {
    this.enter(MICROTASKS);
    this.runMicrotasks();
  }

  /** Events go on at once if user code can do no more without them. Otherwise, and from time to time, it gets a macrotask. */
  private microtasksHaveRun(): void {
    if (this.phase === OVER) return;
    const { isWaiting, needsMacrotasks } = this.userActivity;
    const needsEvents = this.hasEnded || (isWaiting && !needsMacrotasks && this.kernel.pendingForeground > 0);
    if (needsEvents && ++this.turns % TURNS_PER_MACROTASK !== 0) this.continue();
    else this.giveMacrotask();
  }

  private end(ending: ProgramEnding): void {
    this.enter(OVER);
    this.listener.ended(ending);
  }

  private enter(next: Phase): void {
    if (!isLegalMove(this.phase, next)) {
      throw new Error(`A run cannot go from '${this.phase.name}' to '${next.name}': this is a bug in kafka-trial`);
    }
    this.phase = next;
  }
}
