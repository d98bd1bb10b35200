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
  /** When the fetch in flight counts as lost, unless it waits at the leader. */
  deadlineMs = 0;
  /**
   * The fetch in flight no longer asks for what the follower wants, so the leader must not let it wait. (In Kafka the wait
   * would end by itself within replica.fetch.wait.max.ms.)
   */
  isOutdated = false;

  constructor(followerId: number, leaderId: number) {
    this.followerId = followerId;
    this.leaderId = leaderId;
  }

  add(replica: Replica): void {
    if (!this.replicas.includes(replica)) this.replicas.push(replica);
  }

  remove(replica: Replica): void {
    const place = this.replicas.indexOf(replica);
    if (place >= 0) this.replicas.splice(place, 1);
  }
}
