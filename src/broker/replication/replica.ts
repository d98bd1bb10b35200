/**
 * One partition on one broker: its log, and the broker's role in the partition (kafka.cluster.Partition).
 *
 * Mutable and outside of the control plane, because its offsets change with every batch. Requests and elections are elsewhere; they call
 * the methods here with their outcome.
 */
import type { FetchPartition } from '../../protocol/messages.ts';
import type { StoredBatch } from '../../protocol/records/record-batch.ts';
import type { TopicConfig } from '../config/topic-config.ts';
import { ReplicaLog } from '../log/replica-log.ts';
import type { DelayedFetch, PendingAcknowledgement, PendingDeletion } from '../purgatory/delayed.ts';
import { NO_LEADER, type PartitionState } from '../state/control-plane.ts';
import { FollowerProgress } from './follower-progress.ts';
import type { SessionPartition } from './sessions/session-partitions.ts';

const NO_DELETIONS: readonly PendingDeletion[] = [];
const NO_FOLLOWERS: readonly FollowerProgress[] = [];

/** What fetches a follower's replica from its leader. */
export interface ReplicaFetcher {
  /** What the follower wants of the replica may have changed. */
  noteChange(replica: Replica): void;
  remove(replica: Replica): void;
}

export class Replica {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly brokerId: number;
  /** `topic-partition`, as Kafka writes it. */
  readonly name: string;
  /** Replaced when the topic's configuration changes. */
  config: TopicConfig;
  /** Replaced together with its directory. */
  log: ReplicaLog = new ReplicaLog();

  /** Whether the broker still has the replica. */
  isHosted = true;
  isLeader = false;
  /** The log directory has failed: the replica cannot be read or written until the broker restarts with a new directory. */
  isOffline = false;
  leaderId: number = NO_LEADER;
  /** The epoch of the leader this broker knows; -1 after a start. */
  leaderEpoch = -1;
  /** Of the last state of the partition that this broker received, or that the controller approved; -1 after a start. */
  partitionEpoch = -1;
  private inSync: readonly number[] = [];
  /** Leader only: where its epoch began. A follower must have reached it to join the in-sync replicas. */
  epochStartOffset = -1;
  /** Leader only: one for each other replica. */
  private others: readonly FollowerProgress[] = NO_FOLLOWERS;
  /** Leader only: appends that wait for the high watermark. */
  readonly acknowledgements: PendingAcknowledgement[] = [];
  /** Leader only: deletions of records that wait for its followers. Replaced, never changed. */
  deletions: readonly PendingDeletion[] = NO_DELETIONS;
  /** Leader only: consumers' fetches that wait for data. */
  readonly consumerFetches: DelayedFetch[] = [];
  /** Leader only: the replica's part in the sessions of its followers, which have to be told of its changes. */
  readonly watchers: SessionPartition[] = [];
  /** Follower only: what fetches it; undefined while nothing does. */
  fetcher: ReplicaFetcher | undefined;
  /** Follower only: it pauses after an error. */
  isBackingOff = false;
  /** Follower only: how it was last named in a fetch. */
  lastFetch: FetchPartition | undefined;
  /** Follower only: it is in the fetch session of `fetcher`. */
  isInSession = false;
  /** Follower only: the fetcher has noted that its part of the next fetch may differ from the last one. */
  isChangeNoted = false;
  /** Follower only: where it stands among the replicas of its fetcher and in the session. */
  fetchPlace = 0;
  sessionPlace = 0;

  constructor(topic: string, topicId: string, partition: number, brokerId: number, config: TopicConfig) {
    this.topic = topic;
    this.topicId = topicId;
    this.partition = partition;
    this.brokerId = brokerId;
    this.name = `${topic}-${partition}`;
    this.config = config;
  }

  get followers(): readonly FollowerProgress[] {
    return this.others;
  }

  follower(brokerId: number): FollowerProgress | undefined {
    const { others } = this;
    for (let i = 0; i < others.length; i++) {
      const other = others[i] as FollowerProgress;
      if (other.brokerId === brokerId) return other;
    }
    return undefined;
  }

  /** Leader only: how many in-sync replicas acks=all requires. (Partition.effectiveMinIsr.) */
  get requiredInSync(): number {
    const { minInSyncReplicas, holdsHighWatermark } = this.config;
    const replicas = this.others.length + 1;
    return holdsHighWatermark && minInSyncReplicas > replicas ? replicas : minInSyncReplicas;
  }

  /** Leader only: all followers have all records. */
  get areFollowersAtEnd(): boolean {
    const { others, log } = this;
    for (let i = 0; i < others.length; i++)
      if ((others[i] as FollowerProgress).endOffset !== log.endOffset) return false;
    return true;
  }

  /** The in-sync replicas as the leader knows them; a follower's copy may be outdated. */
  get isr(): readonly number[] {
    return this.inSync;
  }

  set isr(isr: readonly number[]) {
    this.inSync = isr;
    this.noteInSync();
  }

  /** Returns whether the broker did not lead the partition before. */
  becomeLeader(state: PartitionState, nowMs: number): boolean {
    const isNewLeader = !this.isLeader;
    const isNewEpoch = state.leaderEpoch > this.leaderEpoch;
    this.isLeader = true;
    this.leaderId = this.brokerId;
    this.leaderEpoch = state.leaderEpoch;
    this.partitionEpoch = state.partitionEpoch;
    for (const follower of this.followers) {
      if (follower.isInSync && !state.isr.includes(follower.brokerId)) follower.removed();
    }
    this.isr = state.isr;
    if (!isNewLeader && this.followers.length !== state.replicas.length - 1) this.trackOthers(state.replicas, nowMs);
    if (!isNewEpoch) return isNewLeader;
    this.epochStartOffset = this.log.endOffset;
    this.log.leaderEpochs.assign(state.leaderEpoch, this.log.endOffset);
    this.log.ledEpochs.add(state.leaderEpoch);
    if (isNewLeader) {
      const others = state.replicas.filter((id) => id !== this.brokerId);
      this.others = others.map((id) => new FollowerProgress(id, nowMs, state.isr.includes(id)));
    } else {
      for (const follower of this.followers) {
        follower.startNewEpoch(this.log.endOffset, nowMs, state.isr.includes(follower.brokerId));
      }
    }
    return isNewLeader;
  }

  becomeFollower(state: PartitionState): void {
    this.isLeader = false;
    this.leaderId = state.leader;
    this.leaderEpoch = state.leaderEpoch;
    this.partitionEpoch = state.partitionEpoch;
    this.isr = state.isr;
    this.others = NO_FOLLOWERS;
    this.isBackingOff = false;
  }

  /** The broker's process has ended: only the log remains. */
  reset(): void {
    this.isLeader = false;
    this.leaderId = NO_LEADER;
    this.leaderEpoch = -1;
    this.partitionEpoch = -1;
    this.others = NO_FOLLOWERS;
    this.acknowledgements.length = 0;
    this.consumerFetches.length = 0;
    this.deletions = NO_DELETIONS;
    this.log.transactions?.forgetVerifications();
    this.isBackingOff = false;
    this.lastFetch = undefined;
    this.watchers.length = 0;
    this.fetcher = undefined;
    this.isInSession = false;
    this.isChangeNoted = false;
  }

  /** The broker starts with an empty directory in place of the one that has failed. */
  replaceLog(): void {
    this.log = new ReplicaLog();
    this.isOffline = false;
  }

  /**
   * Moves the high watermark to the end offset that all in-sync replicas have reached, and those that are about to join. In some versions, not
   * while too few replicas are in sync.
   * Returns whether it moved. Call `raiseHighWatermark`, which also completes what waits for it.
   */
  advanceHighWatermark(nowMs: number, maxLagMs: number): boolean {
    if (this.config.holdsHighWatermark && this.inSync.length < this.requiredInSync) return false;
    const log = this.log;
    let highWatermark = log.endOffset;
    const { others } = this;
    for (let i = 0; i < others.length; i++) {
      const follower = others[i] as FollowerProgress;
      if (follower.endOffset >= highWatermark) continue;
      if (follower.isInSync || follower.isCaughtUp(log.endOffset, nowMs, maxLagMs)) {
        highWatermark = follower.endOffset;
      }
    }
    if (highWatermark <= log.highWatermark) return false;
    log.highWatermark = highWatermark;
    return true;
  }

  /** How the follower's next fetch names the replica; the same object as before if nothing has changed. */
  nextFetch(maxBytes: number): FetchPartition {
    const { log, lastFetch, leaderEpoch } = this;
    if (
      lastFetch !== undefined &&
      lastFetch.fetchOffset === log.endOffset &&
      lastFetch.currentLeaderEpoch === leaderEpoch &&
      lastFetch.logStartOffset === log.startOffset
    ) {
      return lastFetch;
    }
    this.lastFetch = {
      topic: this.topic,
      topicId: this.topicId,
      partition: this.partition,
      currentLeaderEpoch: leaderEpoch,
      fetchOffset: log.endOffset,
      lastFetchedEpoch: log.leaderEpochs.latest(),
      logStartOffset: log.startOffset,
      partitionMaxBytes: maxBytes,
    };
    return this.lastFetch;
  }

  /** Appends what the leader sent. Returns false if the log has a part of a batch already. */
  appendAsFollower(
    records: readonly StoredBatch[],
    leaderHighWatermark: number,
    leaderLogStartOffset: number,
    nowMs: number,
  ): boolean {
    const log = this.log;
    for (const stored of records) {
      // The leader's log may begin within a batch: a log that is still empty begins with that batch.
      if (stored.baseOffset < log.endOffset && log.isEmptyWithin(stored)) log.restartAt(stored.baseOffset);
      if (stored.baseOffset !== log.endOffset) return false;
      log.appendFetched(stored);
    }
    const highWatermark = Math.min(leaderHighWatermark, log.endOffset);
    if (highWatermark > log.highWatermark) log.highWatermark = highWatermark;
    if (leaderLogStartOffset > log.startOffset) log.advanceStartTo(leaderLogStartOffset, nowMs);
    return true;
  }

  /** The set of replicas changes while the broker goes on leading. */
  private trackOthers(replicas: readonly number[], nowMs: number): void {
    const others = replicas.filter((id) => id !== this.brokerId);
    this.others = others.map((id) => this.follower(id) ?? new FollowerProgress(id, nowMs, false));
    this.noteInSync();
  }

  private noteInSync(): void {
    for (const follower of this.followers) follower.isInSync = this.inSync.includes(follower.brokerId);
  }
}
