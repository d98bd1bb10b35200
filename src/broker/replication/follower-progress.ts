/**
 * What a leader knows of one follower of one partition (kafka.cluster.Replica).
 *
 * Owns: how far the follower is, and when it was last caught up.
 * Refuses to know: what follows from it.
 */
const UNKNOWN_OFFSET = -1;

export class FollowerProgress {
  readonly brokerId: number;
  /** Offset of its latest fetch: all before it is on the follower. -1 until it has fetched from this leader. */
  endOffset: number = UNKNOWN_OFFSET;
  /** The leader's log end when the follower last fetched. */
  private lastFetchLeaderEndOffset = UNKNOWN_OFFSET;
  private lastFetchMs = Number.NEGATIVE_INFINITY;
  /** The latest moment at which the follower had all that the leader had. */
  lastCaughtUpMs: number;
  /** Whether it is among the in-sync replicas, as its leader knows them. */
  isInSync: boolean;
  /** The high watermark the follower was last told. */
  toldHighWatermark: number = UNKNOWN_OFFSET;

  constructor(brokerId: number, nowMs: number, isInSync: boolean) {
    this.brokerId = brokerId;
    this.isInSync = isInSync;
    this.lastCaughtUpMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
  }

  /** The leader stays, in a new epoch: the follower's end is still known, its punctuality counts anew. */
  renew(leaderEndOffset: number, nowMs: number, isInSync: boolean): void {
    this.forgetTold();
    this.lastFetchLeaderEndOffset = leaderEndOffset;
    this.lastFetchMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
    this.lastCaughtUpMs = isInSync ? nowMs : Number.NEGATIVE_INFINITY;
  }

  /** Nothing is certain of what the follower knows. */
  forgetTold(): void {
    this.toldHighWatermark = UNKNOWN_OFFSET;
  }

  /** It is in sync from now on. One that has never had all that the leader had gets its time to lag from here. */
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
   * The fetch that waited at the leader is over. A follower that waits is one that has nothing to catch up with: in Kafka it
   * would have asked again every replica.fetch.wait.max.ms.
   */
  waitedUntil(nowMs: number): void {
    if (this.endOffset < this.lastFetchLeaderEndOffset) return;
    this.lastFetchMs = nowMs;
    if (nowMs > this.lastCaughtUpMs) this.lastCaughtUpMs = nowMs;
  }

  isCaughtUp(leaderEndOffset: number, nowMs: number, maxLagMs: number): boolean {
    return this.endOffset === leaderEndOffset || nowMs - this.lastCaughtUpMs <= maxLagMs;
  }
}
