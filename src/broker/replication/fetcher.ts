/**
 * A follower's fetches from one leader (ReplicaFetcherThread): at most one is in flight, for all partitions that the follower
 * has from that leader.
 */
import type { Replica } from './replica.ts';

export class Fetcher {
  readonly followerId: number;
  readonly leaderId: number;
  /** In the order in which they began to follow this leader. */
  readonly replicas: Replica[] = [];
  isInFlight = false;
  /** When the latest fetch was sent. */
  sentMs = 0;
  /** When the fetch in flight counts as lost, unless it waits at the leader. */
  deadlineMs = 0;
  /**
   * When the fetch in flight is answered at the latest, even without data; infinite as long as it asks for all that the follower
   * wants.
   */
  waitEndsMs: number = Number.POSITIVE_INFINITY;

  constructor(followerId: number, leaderId: number) {
    this.followerId = followerId;
    this.leaderId = leaderId;
  }

  /** Those that do not wait after an error. */
  get activeReplicas(): readonly Replica[] {
    const { replicas } = this;
    return replicas.some(isBackingOff) ? replicas.filter((replica) => !isBackingOff(replica)) : replicas;
  }

  add(replica: Replica): void {
    if (!this.replicas.includes(replica)) this.replicas.push(replica);
  }

  remove(replica: Replica): void {
    const place = this.replicas.indexOf(replica);
    if (place >= 0) this.replicas.splice(place, 1);
  }
}

function isBackingOff(replica: Replica): boolean {
  return replica.isBackingOff;
}
