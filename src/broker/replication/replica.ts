/**
 * One partition on one broker: its log, and the part the broker plays in it (kafka.cluster.Partition).
 *
 * Owns: role, epoch and the numbers that move with every batch. Mutable, and outside immer for that reason.
 * Refuses to know: requests and elections; it is told what it is.
 */
import type { FetchPartition } from '../../protocol/messages.ts';
import type { StoredBatch } from '../../protocol/record-batch.ts';
import type { TopicConfig } from '../config/topic-config.ts';
import { ReplicaLog } from '../log/replica-log.ts';
import type { DelayedFetch, PendingAcknowledgement } from '../purgatory/delayed.ts';
import { NO_LEADER, type PartitionState } from '../state/control-plane.ts';
import { FollowerProgress } from './follower-progress.ts';

export class Replica {
  readonly topic: string;
  readonly partition: number;
  readonly brokerId: number;
  /** `topic-partition`, as Kafka writes it. */
  readonly name: string;
  readonly config: TopicConfig;
  readonly log: ReplicaLog = new ReplicaLog();

  isLeader = false;
  /** The directory its log lies in has failed: nothing can be read or written until the broker starts with a new one. */
  isOffline = false;
  leaderId: number = NO_LEADER;
  /** Of the leader this broker knows; -1 after a start. */
  leaderEpoch = -1;
  private inSync: readonly number[] = [];
  /** The leader's: where its epoch began. A follower must be past it to be in sync. */
  epochStartOffset = -1;
  /** The leader's: one for each other replica. */
  private others: readonly FollowerProgress[] = [];
  /** The same, by broker. */
  private othersById: readonly (FollowerProgress | undefined)[] = [];
  /** The leader's: what waits for the high watermark. */
  readonly acknowledgements: PendingAcknowledgement[] = [];
  /** The leader's: consumers' fetches that wait for data. */
  readonly consumerFetches: DelayedFetch[] = [];
  /** The follower's: it waits after an error. */
  isBackingOff = false;
  /** The follower's: what it last asked of the leader. */
  lastAsked: FetchPartition | undefined;

  constructor(topic: string, partition: number, brokerId: number, config: TopicConfig) {
    this.topic = topic;
    this.partition = partition;
    this.brokerId = brokerId;
    this.name = `${topic}-${partition}`;
    this.config = config;
  }

  get followers(): readonly FollowerProgress[] {
    return this.others;
  }

  private watch(others: readonly FollowerProgress[]): void {
    this.others = others;
    const byId: FollowerProgress[] = [];
    for (const follower of others) byId[follower.brokerId] = follower;
    this.othersById = byId;
  }

  /** In-sync replicas as the leader knows them; a follower's copy may be old. */
  get isr(): readonly number[] {
    return this.inSync;
  }

  set isr(isr: readonly number[]) {
    this.inSync = isr;
    this.noteInSync();
  }

  private noteInSync(): void {
    for (const follower of this.followers) follower.isInSync = this.inSync.includes(follower.brokerId);
  }

  /** Returns whether it was not the leader before. */
  becomeLeader(state: PartitionState, nowMs: number): boolean {
    const isNewLeader = !this.isLeader;
    const isNewEpoch = state.leaderEpoch > this.leaderEpoch;
    this.isLeader = true;
    this.leaderId = this.brokerId;
    this.leaderEpoch = state.leaderEpoch;
    this.isr = state.isr;
    if (!isNewLeader && this.followers.length !== state.replicas.length - 1) this.watchOthers(state.replicas, nowMs);
    if (!isNewEpoch) return isNewLeader;
    this.epochStartOffset = this.log.endOffset;
    this.log.leaderEpochs.assign(state.leaderEpoch, this.log.endOffset);
    if (isNewLeader) {
      const others = state.replicas.filter((id) => id !== this.brokerId);
      this.watch(others.map((id) => new FollowerProgress(id, nowMs, state.isr.includes(id))));
    } else {
      for (const follower of this.followers) {
        follower.renew(this.log.endOffset, nowMs, state.isr.includes(follower.brokerId));
      }
    }
    return isNewLeader;
  }

  /** The replicas of the partition change while it goes on leading. */
  private watchOthers(replicas: readonly number[], nowMs: number): void {
    const others = replicas.filter((id) => id !== this.brokerId);
    this.watch(others.map((id) => this.follower(id) ?? new FollowerProgress(id, nowMs, false)));
    this.noteInSync();
  }

  becomeFollower(state: PartitionState): void {
    this.isLeader = false;
    this.leaderId = state.leader;
    this.leaderEpoch = state.leaderEpoch;
    this.isr = state.isr;
    this.watch([]);
    this.isBackingOff = false;
    this.lastAsked = undefined;
  }

  /** The process is gone; the log is what remains. */
  forget(): void {
    this.isLeader = false;
    this.leaderId = NO_LEADER;
    this.leaderEpoch = -1;
    this.watch([]);
    this.acknowledgements.length = 0;
    this.consumerFetches.length = 0;
    this.log.transactions?.forgetVerifications();
    this.isBackingOff = false;
    this.lastAsked = undefined;
  }

  follower(brokerId: number): FollowerProgress | undefined {
    return this.othersById[brokerId];
  }

  /** Moves the high watermark up to what all in-sync replicas have, and those about to join. Returns whether it moved. */
  advanceHighWatermark(nowMs: number, maxLagMs: number): boolean {
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

  /** What the follower asks next. The same object as before if nothing has changed. */
  nextAsk(maxBytes: number): FetchPartition {
    const { log, lastAsked, leaderEpoch } = this;
    if (
      lastAsked !== undefined &&
      lastAsked.fetchOffset === log.endOffset &&
      lastAsked.currentLeaderEpoch === leaderEpoch
    ) {
      return lastAsked;
    }
    this.lastAsked = {
      topic: this.topic,
      partition: this.partition,
      currentLeaderEpoch: leaderEpoch,
      fetchOffset: log.endOffset,
      lastFetchedEpoch: log.leaderEpochs.latest(),
      logStartOffset: log.startOffset,
      partitionMaxBytes: maxBytes,
    };
    return this.lastAsked;
  }

  /** Takes what the leader sent; batches the log has already are passed over. */
  appendAsFollower(records: readonly StoredBatch[], leaderHighWatermark: number, leaderLogStartOffset: number): void {
    const log = this.log;
    for (const stored of records) {
      // The leader's log may begin in the middle of a batch: a log that is still empty begins with that batch.
      if (stored.baseOffset < log.endOffset && log.isEmptyWithin(stored)) log.startAnew(stored.baseOffset);
      if (stored.baseOffset === log.endOffset) log.append(stored);
    }
    const highWatermark = Math.min(leaderHighWatermark, log.endOffset);
    if (highWatermark > log.highWatermark) log.highWatermark = highWatermark;
    if (leaderLogStartOffset > log.startOffset) log.advanceStartTo(leaderLogStartOffset);
  }
}
