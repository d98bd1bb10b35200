/**
 * The offsets that a group has committed, and those of commits and transactions on their way (the offsets of GroupMetadata).
 */
import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { CoordinatorException } from './coordinator-exception.ts';

/** An offset as a group commits it. */
export interface CommittedOffset extends TopicPartition {
  readonly offset: number;
  /** The leader epoch of the last record consumed; -1 if unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

export interface OffsetCommit extends CommittedOffset {
  readonly commitTimestampMs: number;
  /** When the offset expires, if the client has said so (versions 2 to 4 of OffsetCommit). */
  readonly expireTimestampMs: number | null;
}

interface AppendedCommit {
  /** Where the log has it: of two commits the later one counts, whenever they are completed. Undefined until it is appended. */
  readonly baseOffset: number | undefined;
  readonly commit: OffsetCommit;
}

/** When an offset expires that does not say so itself: so long after the time that this gives. */
export interface ExpiryRule {
  readonly since: (commit: OffsetCommit) => number;
  /** Topics whose offsets do not expire. */
  readonly subscribedTopics: ReadonlySet<string>;
}

export class GroupOffsets {
  /** By partition, in the order of the first commit. */
  private readonly committed = new Map<string, AppendedCommit>();
  /** By partition, the last commit that is being appended. */
  private readonly pending = new Map<string, OffsetCommit>();
  /** By producer id and partition, commits in a transaction that has not ended. */
  private readonly transactional = new Map<number, Map<string, AppendedCommit>>();

  get isEmpty(): boolean {
    return this.committed.size === 0 && this.pending.size === 0 && this.transactional.size === 0;
  }

  all(): OffsetCommit[] {
    return [...this.committed.values()].map(({ commit }) => commit);
  }

  get(partition: TopicPartition): OffsetCommit | undefined {
    return this.committed.get(partitionName(partition))?.commit;
  }

  /** Whether a commit of this partition is being appended, or is in a transaction that has not ended. */
  isUnstable(partition: TopicPartition): boolean {
    const name = partitionName(partition);
    return this.pending.has(name) || [...this.transactional.values()].some((commits) => commits.has(name));
  }

  // --- Commits without a transaction -----------------------------------------------------------------------------------

  prepare(commits: readonly OffsetCommit[]): void {
    for (const commit of commits) this.pending.set(partitionName(commit), commit);
  }

  /** Does not count for a partition whose offsets have been removed in the meantime. */
  appended(commit: OffsetCommit, baseOffset: number): void {
    const name = partitionName(commit);
    if (!this.pending.has(name)) return;
    this.setIfNewer(name, { baseOffset, commit });
    this.forgetPending(commit);
  }

  appendFailed(commit: OffsetCommit): void {
    this.forgetPending(commit);
  }

  private forgetPending(commit: OffsetCommit): void {
    const name = partitionName(commit);
    if (this.pending.get(name) === commit) this.pending.delete(name);
  }

  // --- Commits in a transaction ----------------------------------------------------------------------------------------

  prepareInTransaction(producerId: number, commits: readonly OffsetCommit[]): void {
    const ofProducer = this.transactional.get(producerId) ?? new Map<string, AppendedCommit>();
    this.transactional.set(producerId, ofProducer);
    for (const commit of commits) ofProducer.set(partitionName(commit), { baseOffset: undefined, commit });
  }

  appendedInTransaction(producerId: number, commit: OffsetCommit, baseOffset: number): void {
    const ofProducer = this.transactional.get(producerId);
    const name = partitionName(commit);
    if (ofProducer?.get(name)?.commit === commit) ofProducer.set(name, { baseOffset, commit });
  }

  appendInTransactionFailed(producerId: number, commit: OffsetCommit): void {
    const ofProducer = this.transactional.get(producerId);
    ofProducer?.delete(partitionName(commit));
    if (ofProducer?.size === 0) this.transactional.delete(producerId);
  }

  /** The transaction of the producer has ended. @throws CoordinatorException at a commit that has not been appended, like Kafka */
  completeTransaction(producerId: number, isCommitted: boolean): void {
    const ofProducer = this.transactional.get(producerId);
    this.transactional.delete(producerId);
    if (ofProducer === undefined || !isCommitted) return;
    for (const [name, appended] of ofProducer) {
      if (appended.baseOffset === undefined) throw new CoordinatorException(`A commit for ${name} is not in the log`);
      this.setIfNewer(name, appended);
    }
  }

  private setIfNewer(name: string, appended: AppendedCommit): void {
    const present = this.committed.get(name);
    if (present === undefined || (present.baseOffset as number) < (appended.baseOffset as number)) {
      this.committed.set(name, appended);
    }
  }

  // --- Loading from the log --------------------------------------------------------------------------------------------

  /** @param commit `null` if the offset was removed */
  load(partition: TopicPartition, commit: OffsetCommit | null, baseOffset: number): void {
    const name = partitionName(partition);
    if (commit === null) this.committed.delete(name);
    else this.committed.set(name, { baseOffset, commit });
  }

  loadInTransaction(producerId: number, partition: TopicPartition, commit: OffsetCommit, baseOffset: number): void {
    const ofProducer = this.transactional.get(producerId) ?? new Map<string, AppendedCommit>();
    this.transactional.set(producerId, ofProducer.set(partitionName(partition), { baseOffset, commit }));
  }

  // --- Removal ---------------------------------------------------------------------------------------------------------

  /** Removes what is committed and pending for these partitions; returns what was committed. */
  remove(partitions: readonly TopicPartition[]): OffsetCommit[] {
    const removed: OffsetCommit[] = [];
    for (const partition of partitions) {
      const name = partitionName(partition);
      const commit = this.committed.get(name)?.commit;
      if (commit !== undefined) removed.push(commit);
      this.committed.delete(name);
      this.pending.delete(name);
      for (const ofProducer of this.transactional.values()) ofProducer.delete(name);
    }
    return removed;
  }

  /** Removes the offsets that have expired, and returns them. */
  removeExpired({ since, subscribedTopics }: ExpiryRule, nowMs: number, retentionMs: number): OffsetCommit[] {
    const expired = this.all().filter((commit) => {
      if (subscribedTopics.has(commit.topic) || this.pending.has(partitionName(commit))) return false;
      const { expireTimestampMs } = commit;
      return expireTimestampMs === null ? nowMs - since(commit) >= retentionMs : nowMs >= expireTimestampMs;
    });
    for (const commit of expired) this.committed.delete(partitionName(commit));
    return expired;
  }
}
