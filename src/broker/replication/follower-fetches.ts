/**
 * What a leader keeps of one follower's fetches: the partitions that the follower asks for, those of them that may have something to
 * tell it, and the fetch that waits.
 *
 * Kafka's leader looks at every partition of the session at every fetch. Here it looks at those with news only, with the same
 * outcome: of the others the follower has all records, knows the high watermark and the log start offset, and is in sync.
 */
import type { TopicIdPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/messages.ts';
import type { Token } from '../state/effects.ts';
import type { Scheduler } from '../state/scheduler.ts';
import type { Replica } from './replica.ts';
import { type FetchSession, FINAL_EPOCH, isFull, NO_SESSION } from './sessions/fetch-session.ts';
import type { FetchSessionCache } from './sessions/fetch-session-cache.ts';
import {
  byPlace,
  type SessionPartition,
  SessionPartitions,
  type SessionTracker,
} from './sessions/session-partitions.ts';

/** What is needed of the leader's ReplicaManager. */
export interface FetchedBroker {
  readonly sessions: FetchSessionCache;
  readonly replication: { readonly scheduler: Pick<Scheduler, 'nowMs'> };
  replica(topic: string, partition: number): Replica | undefined;
}

const NO_WATCHERS: readonly SessionPartition[] = [];
const NOTHING_FORGOTTEN: readonly TopicIdPartition[] = [];

export class FollowerFetches implements SessionTracker {
  readonly followerId: number;
  private readonly leader: FetchedBroker;
  /** Those of the session, or of the full fetch that may begin one. */
  partitions: SessionPartitions = new SessionPartitions();
  /** Undefined before the response to a full fetch, and if there was no room for a session. */
  session: FetchSession | undefined;
  /**
   * The partitions that may have news: what the follower does not have or know, an error, or a follower that is not in sync.
   * Invariant: a partition that is not among them has `hasNews` false, and is watched by its replica.
   */
  readonly news: SessionPartition[] = [];
  /** When the follower last fetched all its partitions; what waits counts as fetched all the time. */
  private lastFetchMs = Number.NEGATIVE_INFINITY;
  /** The latest fetch. */
  request: FetchRequest | undefined;
  token: Token;
  private usesTopicIds = false;
  isWaiting = false;
  /** When the wait ends; Infinity if it has no time limit. */
  deadlineMs: number = Number.POSITIVE_INFINITY;

  constructor(leader: FetchedBroker, followerId: number) {
    this.leader = leader;
    this.followerId = followerId;
  }

  /**
   * Begins a session, or continues the one that the request names (FetchManager.newContext). Returns why that is not possible, or NONE.
   */
  take(request: FetchRequest, usesTopicIds: boolean): ErrorName {
    const { sessions, replication } = this.leader;
    const { sessionId = NO_SESSION, sessionEpoch = FINAL_EPOCH, partitions, forgotten = NOTHING_FORGOTTEN } = request;
    if (isFull(sessionEpoch)) {
      if (sessionId !== NO_SESSION) sessions.remove(sessionId);
      this.usesTopicIds = usesTopicIds;
      this.begin(undefined);
      this.partitions.update(partitions, forgotten);
    } else {
      const session = sessions.find(sessionId, sessionEpoch, usesTopicIds);
      if (typeof session === 'string') return session;
      if (session !== this.session) this.begin(session);
      session.partitions.update(partitions, forgotten);
      if (session.partitions.size > 0) sessions.proceed(session, replication.scheduler.nowMs);
      else this.end(session);
    }
    this.request = request;
    this.orderNews();
    return 'NONE';
  }

  /**
   * Keeps of the reads what the response has to have, and notes that it is sent. A full fetch gets all, and a session if there is
   * room for one (FetchContext.updateAndGenerateResponseData).
   *
   * @param reads one for each of the first news
   * @returns the id of the session
   */
  prune(reads: FetchPartitionResponse[]): number {
    const { sessionEpoch = FINAL_EPOCH } = this.request as FetchRequest;
    if (isFull(sessionEpoch)) this.sendWhole(reads, sessionEpoch);
    else this.sendNews(reads);
    return this.session?.id ?? NO_SESSION;
  }

  added(partition: SessionPartition): void {
    partition.hasNews = true;
    this.news.push(partition);
  }

  /** Most requests name a partition that has been produced to, whose replica is at hand. */
  find({ topic, topicId = '', partition }: FetchPartition): SessionPartition | undefined {
    const watchers = this.leader.replica(topic, partition)?.watchers ?? NO_WATCHERS;
    for (let i = 0; i < watchers.length; i++) {
      const watcher = watchers[i] as SessionPartition;
      if (watcher.partitions === this.partitions) return watcher.topicId === topicId ? watcher : undefined;
    }
    return undefined;
  }

  forgotten(partition: SessionPartition): void {
    if (!partition.hasNews) this.catchUp(partition);
    partition.hasNews = true;
    const watchers = replicaOf(this.leader, partition)?.watchers ?? [];
    const place = watchers.indexOf(partition);
    if (place >= 0) watchers.splice(place, 1);
  }

  /** The follower has fetched all its partitions. */
  fetched(nowMs: number): void {
    this.lastFetchMs = nowMs;
  }

  /** Puts the news into the order of the session, without what is forgotten. */
  orderNews(): void {
    const { news } = this;
    let kept = 0;
    let isInOrder = true;
    for (let i = 0; i < news.length; i++) {
      const partition = news[i] as SessionPartition;
      if (partition.isForgotten) continue;
      if (kept > 0 && partition.place < (news[kept - 1] as SessionPartition).place) isInOrder = false;
      news[kept++] = partition;
    }
    while (news.length > kept) news.pop();
    if (isInOrder) return;
    if (kept === 2) news.reverse();
    else news.sort(byPlace);
  }

  addNews(partition: SessionPartition): void {
    this.catchUp(partition);
    partition.hasNews = true;
    this.news.push(partition);
  }

  /**
   * What the follower has asked for so far is over.
   * @param session the one that it continues, which was not its latest; undefined: it begins another one
   */
  private begin(session: FetchSession | undefined): void {
    for (const partition of this.partitions.inOrder()) if (!partition.hasNews) this.catchUp(partition);
    this.partitions.tracker = undefined;
    this.session = session;
    this.partitions = session?.partitions ?? new SessionPartitions();
    this.partitions.tracker = this;
    this.news.length = 0;
    for (const partition of this.partitions.inOrder()) this.added(partition);
  }

  /** The follower has forgotten all its partitions. */
  private end(session: FetchSession): void {
    this.leader.sessions.remove(session.id);
    this.session = undefined;
  }

  private sendWhole(reads: readonly FetchPartitionResponse[], sessionEpoch: number): void {
    const { news, partitions, usesTopicIds } = this;
    const { sessions, replication } = this.leader;
    for (const [i, read] of reads.entries()) (news[i] as SessionPartition).noteSent(read);
    if (sessionEpoch === FINAL_EPOCH) return;
    this.session = sessions.create({ isPrivileged: true, usesTopicIds, partitions }, replication.scheduler.nowMs);
  }

  private sendNews(reads: FetchPartitionResponse[]): void {
    let kept = 0;
    for (let i = 0; i < reads.length; i++) {
      const read = reads[i] as FetchPartitionResponse;
      const partition = this.news[i] as SessionPartition;
      if (!partition.isNews(read)) continue;
      partition.noteSent(read);
      if (read.records.length > 0) partition.moveToEnd();
      reads[kept++] = read;
    }
    while (reads.length > kept) reads.pop();
  }

  /** Until now the follower has had all of the partition, and so was caught up at its last fetch. */
  private catchUp(partition: SessionPartition): void {
    const lastFetchMs = this.isWaiting ? this.leader.replication.scheduler.nowMs : this.lastFetchMs;
    replicaOf(this.leader, partition)?.follower(this.followerId)?.waitedUntil(lastFetchMs);
  }
}

/** The leader's replica of the partition; undefined if it has none. */
export function replicaOf(leader: FetchedBroker, partition: SessionPartition): Replica | undefined {
  if (partition.replica?.isHosted !== true) partition.replica = leader.replica(partition.topic, partition.partition);
  return partition.replica as Replica | undefined;
}

/** Something of `replica` has changed: the followers that fetch it may have to be told. */
export function noteNews({ watchers }: Replica): void {
  for (let i = 0; i < watchers.length; i++) {
    const partition = watchers[i] as SessionPartition;
    if (!partition.hasNews) partition.partitions.tracker?.addNews(partition);
  }
}

/** From now on `noteNews` reaches the follower whose session the partition belongs to. */
export function watch({ watchers }: Replica, partition: SessionPartition): void {
  const { tracker } = partition.partitions;
  for (let i = 0; i < watchers.length; i++) {
    const other = watchers[i] as SessionPartition;
    if (other === partition) return;
    const { tracker: otherTracker } = other.partitions;
    if (otherTracker !== undefined && otherTracker !== tracker) continue;
    watchers[i] = partition;
    return;
  }
  watchers.push(partition);
}
