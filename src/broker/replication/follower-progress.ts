/**
 * What a leader knows of one follower of one partition (kafka.cluster.Replica): how far it is, and when it was caught up.
 */
const UNKNOWN_OFFSET = -1;

export class FollowerProgress {
  readonly brokerId: number;
  /** Offset of the follower's latest fetch: it has all records before. -1 until it has fetched from this leader. */
  endOffset: number = UNKNOWN_OFFSET;
  /** Where the follower's log begins, as of its latest fetch. */
  logStartOffset: number = UNKNOWN_OFFSET;
  /** The leader's log end offset when the follower last fetched. */
  private lastFetchLeaderEndOffset = UNKNOWN_OFFSET;
  private lastFetchMs = Number.NEGATIVE_INFINITY;
  /** The latest time at which the follower had all records of the leader. */
  private lastCaughtUpMs: number;
  /** Whether the follower is among the in-sync replicas, as the leader knows them. */
  isInSync: boolean;

  constructor(brokerId: number, nowMs: number, isInSync: boolean) {
    this.brokerId = brokerId;
    this.isInSync = isInSync;
    this.lastCaughtUpMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
  }

  /** The leader stays, in a new epoch. The follower's end offset remains known, its lag is measured from now. */
  startNewEpoch(leaderEndOffset: number, nowMs: number, isInSync: boolean): void {
    this.lastFetchLeaderEndOffset = leaderEndOffset;
    this.lastFetchMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
    this.lastCaughtUpMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
  }

  /** The controller has removed the follower from the in-sync replicas, since its broker has stopped: nothing waits for it any more. */
  removed(): void {
    this.lastFetchMs = Number.NEGATIVE_INFINITY;
    this.lastCaughtUpMs = Number.NEGATIVE_INFINITY;
  }

  /** The follower joins the in-sync replicas. If it has never been caught up, its lag is measured from now. */
  joined(nowMs: number): void {
    if (this.lastCaughtUpMs === Number.NEGATIVE_INFINITY) this.lastCaughtUpMs = nowMs;
  }

  fetched(offset: number, leaderEndOffset: number, nowMs: number): void {
    if (offset >= leaderEndOffset) this.lastCaughtUpMs = nowMs;
    else if (offset >= this.lastFetchLeaderEndOffset && this.lastFetchMs > this.lastCaughtUpMs) {
      this.lastCaughtUpMs = this.lastFetchMs;
    }
    this.endOffset = offset;
    this.lastFetchLeaderEndOffset = Math.max(leaderEndOffset, this.lastFetchLeaderEndOffset);
    this.lastFetchMs = nowMs;
  }

  /**
   * The follower has asked for the partition until now, without naming it: its fetch waited at the leader, where in Kafka it would have
   * fetched again every replica.fetch.wait.max.ms, or the partition is in its session. If it had all records, it was caught up.
   */
  waitedUntil(nowMs: number): void {
    if (this.endOffset < this.lastFetchLeaderEndOffset) return;
    if (nowMs > this.lastFetchMs) this.lastFetchMs = nowMs;
    if (nowMs > this.lastCaughtUpMs) this.lastCaughtUpMs = nowMs;
  }

  isCaughtUp(leaderEndOffset: number, nowMs: number, maxLagMs: number): boolean {
    return this.endOffset === leaderEndOffset || nowMs - this.lastCaughtUpMs <= maxLagMs;
  }

  /** How long ago the follower had all records of the leader, in ms. */
  lagMs(leaderEndOffset: number, nowMs: number): number {
    return this.endOffset === leaderEndOffset ? 0 : nowMs - this.lastCaughtUpMs;
  }

  /** From when on the follower has lagged for too long, unless it catches up. */
  lagExceededMs(maxLagMs: number): number {
    return this.lastCaughtUpMs + maxLagMs + 1;
  }
}
