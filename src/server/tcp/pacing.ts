/** Lets virtual time follow real time: each virtual ms takes one real ms. */
import type { Kernel } from '../../sim/index.ts';

/** Events that one turn of the host may run, so that a busy cluster does not starve the host's sockets. */
const EVENTS_AT_ONCE = 10_000;

export class Pacing {
  private readonly kernel: Kernel;
  private readonly onError: (error: unknown) => void;
  private readonly realStartMs: number;
  private readonly virtualStartMs: number;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  /**
   * @param onError takes what an event throws; the events after it still run
   * @param realStartMs when the virtual clock began, in ms of `performance.now()`
   */
  constructor(kernel: Kernel, onError: (error: unknown) => void, realStartMs: number = performance.now()) {
    this.kernel = kernel;
    this.realStartMs = realStartMs;
    this.onError = onError;
    this.virtualStartMs = kernel.now();
  }

  /** Runs what is due by now, and plans the next turn. Call it before and after something comes from outside. */
  catchUp(): void {
    if (this.isStopped) return;
    const untilMs = Math.max(this.kernel.now(), this.virtualNowMs());
    let hasMore = true;
    try {
      hasMore = this.kernel.run({ untilMs, maxEvents: EVENTS_AT_ONCE }).kind === 'gave up';
    } catch (error) {
      this.onError(error);
    }
    this.planNextTurn(hasMore);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private virtualNowMs(): number {
    return this.virtualStartMs + Math.floor(performance.now() - this.realStartMs);
  }

  private planNextTurn(hasMore: boolean): void {
    clearTimeout(this.timer);
    const { nextAtMs } = this.kernel;
    if (nextAtMs === undefined && !hasMore) return;
    const waitMs = hasMore ? 0 : Math.max(0, (nextAtMs ?? 0) - this.virtualNowMs());
    // Longer waits than Node's timers can have are taken in several turns.
    this.timer = setTimeout(() => this.catchUp(), Math.min(waitMs, 2 ** 31 - 1));
  }
}
