/**
 * When a batch was created, appended to, drained and tried, and how long it has to wait for its next attempt.
 */
export class BatchTiming {
  readonly createdMs: number;
  /** Attempts that have failed. */
  failedAttempts = 0;
  lastAppendMs: number;
  private lastAttemptMs: number;
  private drainedMs = 0;
  private leaderEpoch: number | null = null;
  private failedAttemptsAtLeaderChange = 0;

  constructor(createdMs: number) {
    this.createdMs = createdMs;
    this.lastAppendMs = createdMs;
    this.lastAttemptMs = createdMs;
  }

  /** The batch has left its queue. */
  drained(nowMs: number): void {
    this.drainedMs = Math.max(this.drainedMs, nowMs);
  }

  /** An attempt has failed, and the batch is put back into its queue. */
  reenqueued(nowMs: number): void {
    this.failedAttempts++;
    this.lastAttemptMs = Math.max(this.lastAppendMs, nowMs);
    this.lastAppendMs = Math.max(this.lastAppendMs, nowMs);
  }

  /** Whether the batch was put back into its queue at least once. */
  get isRetry(): boolean {
    return this.failedAttempts > 0;
  }

  /** Time since the batch was created or last put back. */
  waitedTimeMs(nowMs: number): number {
    return Math.max(0, nowMs - this.lastAttemptMs);
  }

  /** Time between creation and draining (the metric record-queue-time). */
  get queueTimeMs(): number {
    return this.drainedMs - this.createdMs;
  }

  hasReachedDeliveryTimeout(deliveryTimeoutMs: number, nowMs: number): boolean {
    return deliveryTimeoutMs <= nowMs - this.createdMs;
  }

  /**
   * Notes the leader epoch of the partition (KIP-951).
   *
   * @param onlyNewer whether an epoch that is lower, or unknown now, is no change (the policy `leaderChange` of the client's version)
   */
  maybeUpdateLeaderEpoch(latest: number | null, onlyNewer: boolean = false): void {
    if (latest === this.leaderEpoch) return;
    if (onlyNewer && (latest === null || (this.leaderEpoch !== null && latest < this.leaderEpoch))) return;
    this.failedAttemptsAtLeaderChange = this.failedAttempts;
    this.leaderEpoch = latest;
  }

  /** Whether another leader was elected since the attempt that failed last: then the next one need not wait. */
  get hasLeaderChangedForTheOngoingRetry(): boolean {
    return this.failedAttempts >= 1 && this.failedAttempts === this.failedAttemptsAtLeaderChange;
  }
}
