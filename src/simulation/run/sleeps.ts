/** The sleeps of the program: `sim.sleep()`. */
import type { Kernel } from '../../sim/index.ts';
import type { UserActivity } from './user-activity.ts';

interface Sleep {
  readonly ms: number;
  /** In ms since the epoch. */
  readonly endsAtMs: number;
  /** Number of events that the kernel had run when the sleep began. */
  readonly begunAtEvent: number;
}

export class Sleeps {
  private readonly kernel: Kernel;
  private readonly userActivity: UserActivity;
  private readonly pending = new Set<Sleep>();

  constructor(kernel: Kernel, userActivity: UserActivity) {
    this.kernel = kernel;
    this.userActivity = userActivity;
  }

  /** Number of sleeps that have not ended. */
  get count(): number {
    return this.pending.size;
  }

  /** Whether a sleep has not ended that began before the kernel had run more than `eventCount` events. */
  hasBegunBy(eventCount: number): boolean {
    const [oldest] = this.pending;
    return oldest !== undefined && oldest.begunAtEvent <= eventCount;
  }

  /** Whether a sleep has not ended that began at `atMs` or before, in ms since the epoch. */
  hasBegunAt(atMs: number): boolean {
    const [oldest] = this.pending;
    return oldest !== undefined && oldest.endsAtMs - oldest.ms <= atMs;
  }

  /** @throws RangeError (rejects) unless `ms` is a whole number, 0 or more */
  sleep(ms: number): Promise<void> {
    const { kernel, userActivity, pending } = this;
    userActivity.markWaiting();
    return new Promise((resolve) => {
      const sleep = { ms, endsAtMs: kernel.now() + ms, begunAtEvent: kernel.eventCount };
      kernel.schedule(ms, () => {
        pending.delete(sleep);
        userActivity.markRunnable();
        resolve();
      });
      pending.add(sleep);
    });
  }

  /** Descriptions of the sleeps that have not ended, in the order in which they began; their times count from `startMs`. */
  describe(startMs: number): readonly string[] {
    return Array.from(this.pending, ({ ms, endsAtMs }) => `sim.sleep(${ms}), which ends at ${endsAtMs - startMs} ms`);
  }
}
