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
  private readonly topics = new Map<string, (Replica | undefined)[]>();
  /** The topic that was looked up last, which is mostly looked up next, and its replicas. '' is not a topic. */
  private lastTopic = '';
  private lastReplicas: readonly (Replica | undefined)[] | undefined;
  private readonly fetchersByLeader: (Fetcher | undefined)[] = [];
  /** As a leader: what followers ask for, by their broker id. */
  private readonly fetchesByFollower: (FollowerFetches | undefined)[] = [];

  constructor(broker: Broker, replication: Replication) {
    this.broker = broker;
    this.replication = replication;
    this.workingDirectories = replication.config.logDirectoryCount;
    this.sessions = new FetchSessionCache(replication.sessionIds, replication.config.maxFetchSessions);
    this.metadata = new MetadataCache(broker, replication.controlPlane);
  }

  replica(topic: string, partition: number): Replica | undefined {
    if (topic !== this.lastTopic) {
      this.lastReplicas = this.topics.get(topic);
      this.lastTopic = topic;
    }
    return this.lastReplicas?.[partition];
  }

  host(replica: Replica): void {
    let partitions = this.topics.get(replica.topic);
    if (partitions === undefined) {
      partitions = [];
      this.topics.set(replica.topic, partitions);
      this.lastTopic = '';
    }
    partitions[replica.partition] = replica;
  }

  /** Drops a topic with its logs; returns the replicas that were hosted. */
  dropTopic(topic: string): Replica[] {
    const hosted = (this.topics.get(topic) ?? []).filter((replica) => replica !== undefined);
    this.topics.delete(topic);
    this.lastTopic = '';
    for (const replica of hosted) replica.isHosted = false;
    return hosted;
  }

  /** Drops one partition with its log; returns the replica if it was hosted. */
  dropReplica(topic: string, partition: number): Replica | undefined {
    const partitions = this.topics.get(topic);
    const replica = partitions?.[partition];
    if (partitions !== undefined) partitions[partition] = undefined;
    if (replica !== undefined) replica.isHosted = false;
    return replica;
  }

  /** All hosted replicas, by topic in the order in which they were first hosted, then by partition. */
  replicas(): Replica[] {
    const hosted: Replica[] = [];
    for (const partitions of this.topics.values()) {
      for (const replica of partitions) if (replica !== undefined) hosted.push(replica);
    }
    return hosted;
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
