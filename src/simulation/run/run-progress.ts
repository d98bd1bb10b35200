/** How far the runs of a simulation are, to explain why a record that was sent is still in flight. */
import type { Kernel } from '../../sim/index.ts';
import type { TimersClock } from '../../timers/timers.ts';

/** Is there a run? `starting`: its program has not come to its first await. */
type State = 'none so far' | 'starting' | 'running' | 'over';

export class RunProgress {
  private readonly kernel: Kernel;
  private readonly timers: { readonly clock: TimersClock };
  private state: State = 'none so far';
  /** The kernel's number of events when the latest run began. */
  private begunAtEvent = 0;

  constructor(kernel: Kernel, timers: { readonly clock: TimersClock }) {
    this.kernel = kernel;
    this.timers = timers;
  }

  begin(): void {
    this.state = 'starting';
    this.begunAtEvent = this.kernel.eventCount;
  }

  /** The program has come to its first await, or to its end. */
  programAwaits(): void {
    this.state = 'running';
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

  /** What to do about a record that is still in flight. */
  adviceInFlight(): string {
    const { state, kernel, timers } = this;
    if (state === 'running' && kernel.eventCount === this.begunAtEvent) return NOT_AWAITED;
    if (this.isRunning) return IN_PROGRAM;
    if (timers.clock === 'followed') return FOLLOWING;
    return this.hasStoodStill ? STOOD_STILL : AFTER_PROGRAM;
  }
}

const NOT_AWAITED =
  'sim.run() is still in progress, because the test has not awaited it: write await sim.run(...), or return what sim.run() returns.';
const IN_PROGRAM =
  'The record is still in flight: wait for it before this line, with await producer.flush() or await future.get().';
const FOLLOWING =
  'The record is still in flight: let time pass on the fake timers that the simulation follows, with await vi.advanceTimersByTimeAsync(ms).';
const STOOD_STILL =
  'The record is still in flight, because no time has passed: the clock moves in await sim.run(...), or with sim.settle().';
const AFTER_PROGRAM =
  'The record is still in flight: end the program with await producer.flush(), or let time pass after it with sim.settle().';
