/**
 * What a member does only while the program waits in poll(): Java's client reads the answers to JoinGroup and SyncGroup only then.
 */
export class PollTurns {
  private isPolling = false;
  private next: (() => void) | undefined;

  /** The program calls poll(). */
  begin(): void {
    this.isPolling = true;
    const { next } = this;
    this.next = undefined;
    next?.();
  }

  /** poll() returns. @returns whether it had begun */
  end(): boolean {
    const was = this.isPolling;
    this.isPolling = false;
    return was;
  }

  /** Does it now if the program waits in poll(), or else when it calls poll() again. */
  inPoll(action: () => void): void {
    if (this.isPolling) action();
    else this.next = action;
  }

  forget(): void {
    this.next = undefined;
  }
}
