/** Runs a program to its end, or fails with a description of what it may be waiting for. */
import type { Kernel } from '../../sim/index.ts';
import type { Timers } from '../../timers/timers.ts';
import type { Trace } from '../events/simulation-events.ts';
import type { FailureFactory } from './failure-factory.ts';
import { hostResources } from './host-resources.ts';
import { HostWork } from './host-work.ts';
import type { OutsideWork } from './outside-work.ts';
import { describeUnfinished } from './pending-work.ts';
import { type ProgramLimits, runProgram } from './program-run.ts';
import type { Sleeps } from './sleeps.ts';
import type { UserActivity } from './user-activity.ts';

/** Watches whether clients do something that a program can wait for. */
export interface IdleWatch {
  readonly maxIdleMs: number;
  /** A run begins: the time before it does not count. */
  begin(): void;
  isIdle(): boolean;
}

export interface RunContext {
  readonly kernel: Kernel;
  readonly userActivity: UserActivity;
  readonly maxEvents: number;
  readonly timers: Timers;
  readonly sleeps: Sleeps;
  readonly outside: OutsideWork;
  /** `null` while no real clients are installed. */
  readonly idleWatch: IdleWatch | null;
  readonly trace: Trace;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  readonly failures: FailureFactory;
  readonly clients: { readonly describeStops: (startMs: number) => readonly string[] };
}

/**
 * @returns what the program returns
 * @param stoppable gets a function that stops the run
 * @throws what the program throws; SimulationError if it cannot end, or has not after `maxEvents` events
 */
export async function runToEnd<T>(
  program: () => Promise<T> | T,
  context: RunContext,
  stoppable: NonNullable<ProgramLimits['stoppable']>,
): Promise<T> {
  const { kernel, userActivity, maxEvents, timers, sleeps, trace, startMs, failures, clients } = context;
  const resources = hostResources();
  const ownTimers = (): number => timers.awaited + sleeps.count;
  const sleepsSince = (eventCount: number): boolean => sleeps.hasBegunBy(eventCount);
  const hostWork = new HostWork(context.outside);
  context.idleWatch?.begin();
  const running = (async () => program())();
  const ending = await runProgram(kernel, userActivity, running, {
    maxEvents,
    ownTimers,
    sleepsSince,
    holdsClock: () => hostWork.holdsClock(),
    isIdle: () => context.idleWatch?.isIdle() === true,
    stoppable,
  });
  if (ending === 'ended') return running;
  const waiting = [...sleeps.describe(startMs), ...timers.describeWaiting()];
  const stops = clients.describeStops(startMs);
  const pending = { trace, startMs, timers: waiting, stops, clock: timers.clock, resources };
  const limits = { maxEvents, maxIdleMs: context.idleWatch?.maxIdleMs ?? 0 };
  const kind = ending === 'gave up' ? ending : 'nothing left to do';
  throw failures.failure(kind, describeUnfinished(ending, limits, pending));
}
