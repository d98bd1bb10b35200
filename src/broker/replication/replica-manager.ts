/**
 * The replicas that one broker hosts, its fetches as a follower, and the fetches that wait at it as a leader (ReplicaManager).
 *
 * What is done with them is in the other files of this folder, most of whose functions take the manager of the leader or of the
 * follower. `Replication` connects the managers of all brokers.
 */
import type { DelayedFetch, DelayedProduce } from '../purgatory/delayed.ts';
import type { Purgatory } from '../purgatory/purgatory.ts';
import type { Broker, VolatileState } from '../state/broker.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { Deadline } from '../state/deadline.ts';
import { MetadataCache } from '../state/metadata-cache.ts';
import { Fetcher } from './fetcher.ts';
import { FollowerFetches } from './follower-fetches.ts';
import type { HostedReplicas } from './hosted-replicas.ts';
import type { LeaderHints } from './leader-hints.ts';
import type { Replica } from './replica.ts';
import { FetchSessionCache, type SessionIds } from './sessions/fetch-session-cache.ts';

/** What the replica managers of all brokers share. */
export interface Replication extends ClusterContext {
  /** In ascending order of their brokers' ids. */
  readonly managers: readonly ReplicaManager[];
  readonly manager: (brokerId: number) => ReplicaManager | undefined;
  readonly delayedProduces: Purgatory<DelayedProduce>;
  readonly leaderHints: LeaderHints;
  /** Of consumers. A follower's fetch waits in its leader's `FollowerFetches`. */
  readonly delayedFetches: Purgatory<DelayedFetch>;
  /** When a waiting follower has to be sent a new high watermark or log start offset. */
  readonly followerNotice: Deadline;
  /** When a follower may have lagged for too long, or a fetch may have been lost. */
  readonly lagCheck: Deadline;
  /** When a log may have records that are too old, or too many of them. */
  readonly retentionCheck: Deadline;
  readonly sessionIds: SessionIds;
  /** Called after a replica has joined the in-sync replicas; undefined until a partition has been reassigned. */
  onIsrExpanded: ((topic: string, partition: number) => void) | undefined;
}

/** Is called when the broker becomes the leader of a partition or ceases to be it, as coordinators depend on that. */
export interface LeadershipListener {
  /** The broker leads the partition and did not before. */
  elected(replica: Replica): void;
  /** The broker goes on leading the partition, of which something has changed, such as the in-sync replicas. */
  changed(replica: Replica): void;
  /** The broker does not lead the partition, whether it did before or not. */
  resigned(replica: Replica): void;
}

export class ReplicaManager implements VolatileState {
  readonly broker: Broker;
  readonly replication: Replication;
  /** What the broker knows of the cluster. */
  readonly metadata: MetadataCache;
  readonly leadershipListeners: LeadershipListener[] = [];
  readonly sessions: FetchSessionCache;
  /** Log directories that have not failed. The broker halts with the last one. */
  workingDirectories: number;
  private readonly hosted: HostedReplicas;
  /** Of the broker, among those of `hosted`. */
  private readonly place: number;
  /** In the order in which the broker first hosted a replica of them. */
  private readonly topics: Set<string> = new Set();
  private readonly fetchersByLeader: (Fetcher | undefined)[] = [];
  /** As a leader: what followers ask for, by their broker id. */
  private readonly fetchesByFollower: (FollowerFetches | undefined)[] = [];

  /** @param place of the broker among all brokers */
  constructor(broker: Broker, replication: Replication, hosted: HostedReplicas, place: number) {
    this.broker = broker;
    this.hosted = hosted;
    this.place = place;
    this.replication = replication;
    this.workingDirectories = replication.config.logDirectoryCount;
    this.sessions = new FetchSessionCache(replication.sessionIds, replication.config.maxFetchSessions);
    this.metadata = new MetadataCache(broker, replication.controlPlane);
  }

  replica(topic: string, partition: number): Replica | undefined {
    return this.hosted.find(topic, partition, this.place);
  }

  host(replica: Replica): void {
    this.topics.add(replica.topic);
    this.hosted.add(replica, this.place);
  }

  /** Drops a topic with its logs; returns the replicas that were hosted. */
  dropTopic(topic: string): Replica[] {
    const dropped = this.hosted.ofTopic(topic, this.place);
    this.topics.delete(topic);
    for (const replica of dropped) this.drop(replica);
    return dropped;
  }

  /** Drops one partition with its log; returns the replica if it was hosted. */
  dropReplica(topic: string, partition: number): Replica | undefined {
    const replica = this.replica(topic, partition);
    if (replica !== undefined) this.drop(replica);
    return replica;
  }

  private drop(replica: Replica): void {
    replica.isHosted = false;
    this.hosted.remove(replica, this.place);
  }

  /** All hosted replicas, by topic in the order in which they were first hosted, then by partition. */
  replicas(): Replica[] {
    const all: Replica[] = [];
    for (const topic of this.topics) for (const replica of this.hosted.ofTopic(topic, this.place)) all.push(replica);
    return all;
  }

  fetcher(leaderId: number): Fetcher {
    this.fetchersByLeader[leaderId] ??= new Fetcher(this.broker.id, leaderId);
    return this.fetchersByLeader[leaderId];
  }

  /** In ascending order of the leaders' ids. */
  fetchers(): Fetcher[] {
    return this.fetchersByLeader.filter((fetcher) => fetcher !== undefined);
  }

  /** As a leader: what the follower asks for. */
  followerFetches(followerId: number): FollowerFetches {
    this.fetchesByFollower[followerId] ??= new FollowerFetches(this, followerId);
    return this.fetchesByFollower[followerId];
  }

  /** As a leader: the fetches that wait, in ascending order of their followers' ids. */
  waitingFetches(): FollowerFetches[] {
    return this.fetchesByFollower.filter((fetches) => fetches?.isWaiting === true) as FollowerFetches[];
  }

  reset(): void {
    this.replication.delayedProduces.removeAllOf(this.broker.id);
    this.replication.delayedFetches.removeAllOf(this.broker.id);
    this.fetchersByLeader.length = 0;
    this.fetchesByFollower.length = 0;
    this.sessions.clear();
    for (const replica of this.replicas()) replica.reset();
  }
}
