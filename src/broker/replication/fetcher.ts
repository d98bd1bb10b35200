/**
 * A follower's standing business with one leader: it always has one fetch out, over all partitions it follows there
 * (ReplicaFetcherThread).
 *
 * Owns: which partitions, and whether a fetch is out. Refuses to know: what is fetched.
 */
import type { ClusterState } from '../state/cluster-state.ts';
import type { Replica } from './replica.ts';

export class Fetcher {
  readonly followerId: number;
  readonly leaderId: number;
  /** In the order in which they came to follow. */
  readonly replicas: Replica[] = [];
  isOutstanding = false;
  sentAtMs = 0;
  /**
   * What is out no longer asks for what the follower wants, so the leader must not let it wait. (In Kafka the wait would
   * end by itself within replica.fetch.wait.max.ms.)
   */
  isStale = false;

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

/** A fetch has gone out, or was answered after a wait. Sees to it that somebody looks whether it, or its answer, was lost. */
export function watchFetch(state: ClusterState, nowMs: number): void {
  const lostAtMs = nowMs + state.config.replicaSocketTimeoutMs;
  if (lostAtMs >= state.lagCheckMs) return;
  state.lagCheckMs = lostAtMs;
  state.wakeBy(lostAtMs);
}
