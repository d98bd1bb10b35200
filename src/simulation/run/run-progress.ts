/** How far the runs of a simulation are, to explain why a record that was sent is still in flight. */
import type { Kernel } from '../../sim/index.ts';
import type { TimersClock } from '../../timers/timers.ts';
import { type HostResources, hostResources, isTimer, resourcesBegun } from './host-resources.ts';

/** Is there a run? `starting`: its program has not come to its first await. */
type State = 'none so far' | 'starting' | 'running' | 'over';

export class RunProgress {
  private readonly kernel: Kernel;
  private readonly timers: { readonly clock: TimersClock };
  private state: State = 'none so far';
  /** The kernel's number of events when the latest run began. */
  private begunAtEvent = 0;
  /** The host's resources when the latest run began. */
  private resources: HostResources = new Map();
  /** Whether a program has started a timer of the host before its first await, while those of the simulation were not installed. */
  hasRealTimers = false;

  constructor(kernel: Kernel, timers: { readonly clock: TimersClock }) {
    this.kernel = kernel;
    this.timers = timers;
  }

  begin(): void {
    this.state = 'starting';
    this.begunAtEvent = this.kernel.eventCount;
    this.resources = hostResources();
  }

  /** The program has come to its first await, or to its end. */
  programAwaits(): void {
    this.state = 'running';
    if (this.timers.clock === 'real') this.hasRealTimers ||= resourcesBegun(this.resources).some(isTimer);
  }

  end(): void {
    this.state = 'over';
  }

  get isRunning(): boolean {
    return this.state === 'starting' || this.state === 'running';
  }

  /** Whether there was no run, and no event without one. */
  get hasStoodStill(): boolean {
    return this.state === 'none so far' && this.kernel.eventCount === 0;
  }

  /** What to do about records that are still in flight. @param subject which records, with the verb */
  adviceInFlight(subject = 'The record is'): string {
    const { state, kernel, timers } = this;
    if (state === 'running' && kernel.eventCount === this.begunAtEvent) return NOT_AWAITED;
    const inFlight = `${subject} still in flight`;
    if (this.isRunning) return inFlight + IN_PROGRAM;
    if (timers.clock === 'followed') return inFlight + FOLLOWING;
    return inFlight + (this.hasStoodStill ? STOOD_STILL : AFTER_PROGRAM);
  }
}

const NOT_AWAITED =
  'sim.run() is still in progress, because the test has not awaited it: write await sim.run(...), or return what sim.run() returns.';
const IN_PROGRAM = ': wait for it before this line, with await producer.flush() or await future.get().';
const FOLLOWING =
  ': let time pass on the fake timers that the simulation follows, with await vi.advanceTimersByTimeAsync(ms).';
const STOOD_STILL = ', because no time has passed: the clock moves in await sim.run(...), or with sim.settle().';
const AFTER_PROGRAM = ': end the program with await producer.flush(), or let time pass after it with sim.settle().';
