/**
 * What every kind of coordinator needs of its log, whatever its records mean (CoordinatorRuntime of later versions of Kafka).
 *
 * A broker coordinates the partitions of the topic that it leads. When it becomes the leader of one, it loads the state of that
 * partition from the log; when it ceases to lead it, it forgets the state. Records are appended before they are applied: the
 * callback of `append` runs once all in-sync replicas have the records, and gets the state only if the broker has coordinated the
 * partition without interruption.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { Replica } from '../../replication/replica.ts';
import type { LeadershipListener, ReplicaManager } from '../../replication/replica-manager.ts';
import type { VolatileState } from '../../state/broker.ts';
import {
  CoordinatorLog,
  type CoordinatorLogFormat,
  type CoordinatorWrite,
  type LoggedMarker,
  type LoggedRecord,
} from './coordinator-log.ts';

/** The state of one partition in memory. */
export interface CoordinatorState<R> {
  /** Applies a record of the log. The state begins empty, and gets all records in order. */
  replay(record: R, logged: LoggedRecord<R>): void;
  /** Applies the end of a transaction in which some of the records were written. Absent if none are. */
  replayMarker?(marker: LoggedMarker): void;
}

/** What a coordinator makes of its partitions. */
export interface CoordinatorPartitions<S> {
  /**
   * When a partition that the broker goes on leading is loaded again: once it is elected again, at every change, such as of the
   * in-sync replicas, or never.
   */
  readonly reloads: 'once elected' | 'at every change' | 'never';
  newState(): S;
  /** The state of a partition has been loaded from a log that was not empty. */
  loaded(partition: CoordinatedPartition<S>): void;
  /** The broker no longer coordinates the partition. */
  unloaded(state: S): void;
}

export interface CoordinatedPartition<S> {
  readonly partition: number;
  /** The leader epoch in which the broker became the coordinator. */
  readonly epoch: number;
  readonly state: S;
}

/** The state to which a key belongs, or why the broker cannot say anything about the key. */
export type Found<S> =
  | { readonly error: 'NOT_COORDINATOR' | 'COORDINATOR_LOAD_IN_PROGRESS' }
  | { readonly error: 'NONE'; readonly epoch: number; readonly state: S };

/** @param state set, also after an error, if the broker still coordinates the key in the epoch of the append */
export type WriteCallback<S> = (error: ErrorName, state: S | undefined) => void;

interface Partition<S> extends CoordinatedPartition<S> {
  /** Increases with every change of the partition. */
  readonly partitionEpoch: number;
  isLoaded: boolean;
}

/** The error for a client whose record is in the log, but was not applied: it was lost with the state, or loaded with the next one. */
function missedError({ error }: Found<unknown>): ErrorName {
  return error === 'NONE' ? 'COORDINATOR_LOAD_IN_PROGRESS' : error;
}

/** How long it takes to load a log that is not empty, in ms. An empty one is loaded at once. */
const LOAD_MS = 1;

export class CoordinatorRuntime<R, S extends CoordinatorState<R>> implements LeadershipListener, VolatileState {
  private readonly replicas: ReplicaManager;
  readonly log: CoordinatorLog<R>;
  private readonly coordinator: CoordinatorPartitions<S>;
  /** By partition of the topic, those that the broker coordinates. */
  private readonly partitions = new Map<number, Partition<S>>();

  constructor(replicas: ReplicaManager, format: CoordinatorLogFormat<R>, coordinator: CoordinatorPartitions<S>) {
    this.replicas = replicas;
    this.log = new CoordinatorLog(replicas, format);
    this.coordinator = coordinator;
    replicas.leadershipListeners.push(this);
    replicas.broker.keepInMemory(this);
  }

  find(key: string): Found<S> {
    const partition = this.partitions.get(this.log.partitionFor(key));
    if (partition === undefined) return { error: 'NOT_COORDINATOR' };
    if (!partition.isLoaded) return { error: 'COORDINATOR_LOAD_IN_PROGRESS' };
    return { error: 'NONE', epoch: partition.epoch, state: partition.state };
  }

  get isLoading(): boolean {
    return [...this.partitions.values()].some(({ isLoaded }) => !isLoaded);
  }

  /** The states of all partitions that are loaded. */
  states(): S[] {
    return [...this.partitions.values()].filter(({ isLoaded }) => isLoaded).map(({ state }) => state);
  }

  /**
   * Appends records, unless the broker does not coordinate their key in `epoch` any more.
   * @param whenDone where the records are applied; called within this call only if nothing is appended
   */
  append(epoch: number, write: CoordinatorWrite<R>, whenDone: WriteCallback<S>): void {
    const found = this.findInEpoch(write.key, epoch);
    if (found.error !== 'NONE') {
      whenDone(found.error, undefined);
      return;
    }
    this.log.append(write, (error) => {
      const later = this.findInEpoch(write.key, epoch);
      if (later.error === 'NONE' && later.state === found.state) whenDone(error, later.state);
      else whenDone(error === 'NONE' ? missedError(later) : error, undefined);
    });
  }

  elected(replica: Replica): void {
    if (replica.topic !== this.log.topic) return;
    if (this.coordinator.reloads === 'never' && this.partitions.has(replica.partition)) return;
    this.resigned(replica);
    const partition: Partition<S> = {
      partition: replica.partition,
      epoch: replica.leaderEpoch,
      partitionEpoch: replica.partitionEpoch,
      isLoaded: replica.log.endOffset === replica.log.startOffset,
      state: this.coordinator.newState(),
    };
    this.partitions.set(replica.partition, partition);
    if (partition.isLoaded) return;
    const { scheduler } = this.replicas.replication;
    scheduler.plan(scheduler.nowMs + LOAD_MS, () => this.load(replica, partition));
  }

  /** Appends that have just been acknowledged are applied before. */
  changed(replica: Replica): void {
    if (this.coordinator.reloads !== 'at every change' || replica.topic !== this.log.topic) return;
    this.replicas.replication.scheduler.afterCall(() => {
      const known = this.partitions.get(replica.partition)?.partitionEpoch;
      if (known !== undefined && known !== replica.partitionEpoch) this.elected(replica);
    });
  }

  resigned(replica: Replica): void {
    if (replica.topic !== this.log.topic) return;
    const left = this.partitions.get(replica.partition);
    if (left === undefined) return;
    this.partitions.delete(replica.partition);
    this.coordinator.unloaded(left.state);
  }

  /** The broker's process has ended. */
  reset(): void {
    this.partitions.clear();
  }

  private load(replica: Replica, partition: Partition<S>): void {
    if (this.partitions.get(replica.partition) !== partition) return;
    const { state } = partition;
    for (const logged of this.log.read(replica)) {
      if ('record' in logged) state.replay(logged.record, logged);
      else state.replayMarker?.(logged);
    }
    partition.isLoaded = true;
    this.coordinator.loaded(partition);
  }

  private findInEpoch(key: string, epoch: number): Found<S> {
    const found = this.find(key);
    return found.error === 'NONE' && found.epoch !== epoch ? { error: 'NOT_COORDINATOR' } : found;
  }
}
