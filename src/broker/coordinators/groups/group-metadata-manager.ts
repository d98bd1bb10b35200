/**
 * The groups that one broker coordinates, and their log (GroupMetadataManager). Generations and offsets are written to the log first;
 * what follows from them happens once all in-sync replicas have them.
 */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { NO_PRODUCER_ID } from '../../../protocol/records/record-batch.ts';
import type { Verification } from '../../log/log-transactions.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { Timers } from '../../state/timers.ts';
import { CoordinatorRuntime } from '../log/coordinator-runtime.ts';
import { catching } from './coordinator-exception.ts';
import { rulesOf } from './coordinator-rules.ts';
import { Group } from './group.ts';
import type { OffsetCommit } from './group-offsets.ts';
import {
  GROUP_LOG,
  type GroupRecord,
  groupRecord,
  newGroupRecord,
  type OffsetRecord,
  offsetRecord,
  offsetRemoval,
  PartitionGroups,
} from './group-records.ts';
import { OffsetExpiry } from './offset-expiry.ts';

/** What the broker knows of a group; `group` is undefined if there is none. */
export type FoundGroup =
  | { readonly error: 'NOT_COORDINATOR' | 'COORDINATOR_LOAD_IN_PROGRESS' }
  | { readonly error: 'NONE'; readonly group: Group | undefined };

/** The transaction in which a producer commits offsets. */
export interface TransactionOfOffsets extends ProducerIdAndEpoch {
  /** What it was verified with; undefined if it was not. */
  readonly verification: Verification | undefined;
}

export interface GroupListener {
  /** A group has been loaded. */
  loaded(group: Group): void;
  /** The broker no longer coordinates the group. */
  unloaded(group: Group): void;
}

const MS_PER_MINUTE = 60_000;

type Callback = (error: ErrorName) => void;

/** What clients get in place of errors of the append, beside those of GROUP_LOG. */
const GROUP_ERRORS: Readonly<Partial<Record<ErrorName, ErrorName>>> = { REQUEST_TIMED_OUT: 'REBALANCE_IN_PROGRESS' };

export class GroupMetadataManager {
  private readonly replicas: ReplicaManager;
  private readonly runtime: CoordinatorRuntime<OffsetRecord | GroupRecord, PartitionGroups>;
  private readonly expiry: OffsetExpiry;

  constructor(replicas: ReplicaManager, timers: Timers, listener: GroupListener) {
    this.replicas = replicas;
    const { config, scheduler, effects } = replicas.replication;
    this.expiry = new OffsetExpiry(timers, config, () => this.removeExpired());
    replicas.broker.keepInMemory(this.expiry);
    this.runtime = new CoordinatorRuntime(replicas, GROUP_LOG, {
      reloads: 'never',
      newState: () => {
        this.expiry.begin(scheduler.nowMs);
        return new PartitionGroups();
      },
      loaded: ({ partition, state }) => {
        const groups = state.finishLoading(scheduler.nowMs);
        for (const group of groups) listener.loaded(group);
        effects.event('groups loaded', { broker: replicas.broker.id, partition, groups: groups.length });
        if (groups.length > 0) this.expiry.planCheck(scheduler.nowMs);
      },
      unloaded: ({ byId }) => {
        for (const group of byId.values()) listener.unloaded(group);
      },
    });
  }

  find(groupId: string): FoundGroup {
    const found = this.runtime.find(groupId);
    if (found.error !== 'NONE') return found;
    return { error: 'NONE', group: found.state.byId.get(groupId) };
  }

  /** The partition of `__consumer_offsets` that has the group. */
  partitionFor(groupId: string): number {
    return this.runtime.log.partitionFor(groupId);
  }

  get isLoading(): boolean {
    return this.runtime.isLoading;
  }

  all(): Group[] {
    return this.runtime.states().flatMap(({ byId }) => [...byId.values()]);
  }

  /** Adds a group without members. It is in memory only until something of it is stored. */
  add(groupId: string): Group {
    const group = new Group(groupId, this.nowMs);
    const found = this.runtime.find(groupId);
    if (found.error === 'NONE') found.state.byId.set(groupId, group);
    this.expiry.planCheck(this.nowMs);
    return group;
  }

  // --- Writing ---------------------------------------------------------------------------------------------------------

  /** @param assignment by member id, for all members */
  storeGroup(group: Group, assignment: ReadonlyMap<string, Uint8Array>, whenDone: Callback): void {
    this.append(group, [groupRecord(group, assignment)], undefined, (error) => whenDone(GROUP_ERRORS[error] ?? error));
  }

  /** Does not wait for the append. */
  storeNewGroup(group: Group): void {
    this.append(group, [newGroupRecord(group)], undefined, () => {});
  }

  /**
   * Stores offsets.
   * @param transaction the producer in whose transaction that is; an id of -1 is that of no producer, as in Kafka
   * @param whenDone called at once if all have metadata that is too long
   */
  storeOffsets(
    group: Group,
    commits: readonly OffsetCommit[],
    transaction: TransactionOfOffsets | undefined,
    whenDone: Callback,
  ): void {
    const { offsets } = group;
    const producer = transaction?.producerId === NO_PRODUCER_ID ? undefined : transaction;
    const stored = commits.filter((commit) => this.hasShortMetadata(commit));
    if (stored.length === 0) {
      whenDone('NONE');
      return;
    }
    // As in Kafka, also those that are not stored are pending from now on.
    if (producer === undefined) offsets.prepare(commits);
    else offsets.prepareInTransaction(producer.producerId, commits);
    const records = stored.map((commit) => offsetRecord(group.groupId, commit));
    const baseOffset = this.append(group, records, producer, (error) => {
      const isAppended = error === 'NONE' && baseOffset !== undefined;
      for (const commit of group.is('Dead') ? [] : stored) {
        if (producer === undefined) {
          if (isAppended) offsets.appended(commit, baseOffset);
          else offsets.appendFailed(commit);
        } else if (isAppended) offsets.appendedInTransaction(producer.producerId, commit, baseOffset);
        else offsets.appendInTransactionFailed(producer.producerId, commit);
      }
      whenDone(error);
    });
  }

  /** In UTF-16 units, whatever the key's name says. */
  hasShortMetadata({ metadata }: OffsetCommit): boolean {
    return metadata.length <= this.config.offsetMetadataMaxBytes;
  }

  private append(
    { groupId }: Group,
    records: readonly (OffsetRecord | GroupRecord)[],
    transaction: TransactionOfOffsets | undefined,
    whenDone: Callback,
  ): number | undefined {
    const write = { key: groupId, records, timeoutMs: this.config.offsetsCommitTimeoutMs };
    const done = (error: ErrorName): void => catching(() => whenDone(error));
    if (transaction === undefined) return this.runtime.log.append(write, done);
    const { producerId, producerEpoch, verification } = transaction;
    return this.runtime.log.append({ ...write, producer: { producerId, producerEpoch }, verification }, done);
  }

  // --- The ends of transactions ----------------------------------------------------------------------------------------

  /** The marker of a producer's transaction is in the log of a partition of `__consumer_offsets`. */
  transactionCompleted(partition: number, producerId: number, isCommitted: boolean): void {
    for (const group of this.all()) {
      if (this.runtime.log.partitionFor(group.groupId) !== partition) continue;
      catching(() => group.offsets.completeTransaction(producerId, isCommitted));
    }
  }

  // --- Removal ---------------------------------------------------------------------------------------------------------

  /**
   * Removes offsets of some groups, and groups that are without members and offsets then (cleanupGroupMetadata).
   * @param remove removes offsets of a group from memory, and returns them
   */
  cleanUp(groups: readonly Group[], remove: (group: Group) => readonly OffsetCommit[]): void {
    for (const group of groups) {
      const { groupId } = group;
      const removals: (OffsetRecord | GroupRecord)[] = remove(group).map((removed) => offsetRemoval(groupId, removed));
      if (group.is('Empty') && group.offsets.isEmpty) group.transitionTo('Dead', this.nowMs);
      if (group.is('Dead')) {
        const found = this.runtime.find(groupId);
        if (found.error === 'NONE') found.state.byId.delete(groupId);
        // In Kafka 3, the log has nothing of a group that never had members.
        const isStored = group.generationId > 0 || rulesOf(this.config).storesNewGroups;
        if (isStored) removals.push({ kind: 'group', groupId, group: null });
      }
      if (removals.length > 0) this.runtime.log.appendUnacknowledged(groupId, removals);
    }
  }

  /** Removes offsets of a group, which stays until the next check even if it has neither members nor offsets then. */
  removeOffsets({ groupId, offsets }: Group, partitions: readonly TopicPartition[]): void {
    const removals = offsets.remove(partitions).map((removed) => offsetRemoval(groupId, removed));
    if (removals.length > 0) this.runtime.log.appendUnacknowledged(groupId, removals);
  }

  /** Deletes groups without members, with their offsets. */
  deleteGroups(groups: readonly Group[]): void {
    for (const group of groups) group.transitionTo('Dead', this.nowMs);
    this.cleanUp(groups, ({ offsets }) => offsets.remove(offsets.all()));
  }

  /** Topics or partitions were deleted, and so are the offsets of all groups for them. */
  partitionsDeleted(partitions: readonly TopicPartition[]): void {
    this.cleanUp(this.all(), ({ offsets }) => offsets.remove(partitions));
  }

  /** Returns whether there are groups left, for which the next check is planned. */
  private removeExpired(): boolean {
    const { nowMs } = this;
    const retentionMs = this.config.offsetsRetentionMinutes * MS_PER_MINUTE;
    this.cleanUp(this.all(), (group) => group.removeExpiredOffsets(nowMs, retentionMs));
    return this.all().length > 0;
  }

  private get nowMs(): number {
    return this.replicas.replication.scheduler.nowMs;
  }

  private get config() {
    return this.replicas.replication.config;
  }
}
