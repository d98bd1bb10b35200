/**
 * What the simulation knows about user code without looking inside it: whether it has something to do, and whether it waits for
 * the simulation.
 */
export class UserActivity {
  private runnable = false;
  private waiting = false;
  /** Whether user code may go on in ticks and streams of the host, which microtasks do not show, even if some of it waits. */
  needsMacrotasks = false;

  /** User code may have something to do: a result that it can observe has settled, or a callback of its own has run. */
  readonly markRunnable = (): void => {
    this.runnable = true;
  };

  /** User code has called something that settles only when more events have run. */
  readonly markWaiting = (): void => {
    this.waiting = true;
  };

  /** Whether user code has to run before the next event. */
  get isRunnable(): boolean {
    return this.runnable;
  }

  /** Whether user code has begun to wait for the simulation since its turn began. */
  get isWaiting(): boolean {
    return this.waiting;
  }

  /** Clears both marks because a turn of user code begins. Returns whether user code was runnable. */
  takeTurn(): boolean {
    const wasRunnable = this.runnable;
    this.runnable = false;
    this.waiting = false;
    return wasRunnable;
  }
}
