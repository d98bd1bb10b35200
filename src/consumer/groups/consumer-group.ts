/**
 * The group of a consumer: rebalances with their listeners, committed offsets and automatic commits (ConsumerCoordinator).
 */
import { retryBackoffOf } from '../../client/backoff/retry-backoff.ts';
import { readAssignment } from '../../client/groups/consumer-protocol.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { GroupProtocol, JoinGroupResponse } from '../../protocol/messages.ts';
import { commonProtocol } from './assignors/by-java-name.ts';
import type { RebalanceProtocol } from './assignors/partition-assignor.ts';
import { AutoCommit } from './auto-commit.ts';
import { CommittedPositions } from './committed-positions.ts';
import { CoordinatorLink } from './coordinator-link.ts';
import { FreshMetadata } from './fresh-metadata.ts';
import { GroupAssignment } from './group-assignment.ts';
import type { ConsumerGroupParts } from './group-parts.ts';
import { Membership } from './membership.ts';
import { type Generation, NO_GENERATION, type RebalanceListener } from './membership-parts.ts';
import { OffsetsOfGroup, type PartitionOffset } from './offsets-of-group.ts';
import { calling, sorted, without } from './rebalance-calls.ts';
import type { ConsumerRebalanceListener } from './rebalance-listener.ts';

type Partitions = readonly TopicPartition[];

export class ConsumerGroup implements RebalanceListener {
  readonly offsets: OffsetsOfGroup;
  private readonly parts: ConsumerGroupParts;
  private readonly advance: () => void;
  private readonly protocol: RebalanceProtocol;
  private readonly link: CoordinatorLink;
  private readonly assignment: GroupAssignment;
  private readonly membership: Membership;
  /** Of the program. */
  listener: ConsumerRebalanceListener = {};
  private readonly fresh: FreshMetadata;
  private readonly autoCommit: AutoCommit;
  private readonly committedPositions: CommittedPositions;
  /** Of commits that have ended. */
  private readonly callbacks: (() => void)[] = [];
  /** The next poll() fails with it. */
  private error: Error | undefined;
  /** Resolves when the metadata has been updated. */
  private onMetadata: (() => void) | undefined;

  /** @param advance is called when a waiting poll() may go on */
  constructor(parts: ConsumerGroupParts, advance: () => void) {
    const { config, clientHost, metadata, runner, groupId } = parts;
    this.parts = parts;
    this.advance = advance;
    this.protocol = commonProtocol(config.assignors);
    this.link = new CoordinatorLink(groupId, runner);
    this.assignment = new GroupAssignment(config.assignors, metadata);
    const retryBackoff = retryBackoffOf(config, clientHost);
    this.membership = new Membership({ ...config, groupId, retryBackoff }, clientHost, this.link, this);
    this.fresh = new FreshMetadata(metadata, clientHost, () => runner.requestMetadata());
    this.offsets = new OffsetsOfGroup({
      ...config,
      ...parts,
      retryBackoff,
      membership: this.membership,
      link: this.link,
      isSubscribed: () => this.topics !== null,
    });
    const consumed = (): readonly PartitionOffset[] => this.consumed();
    this.autoCommit = new AutoCommit(config, clientHost, this.offsets, { consumed, due: advance });
    this.committedPositions = new CommittedPositions(parts.positions, this.offsets, {
      after: (failures, action) => clientHost.schedule(retryBackoff.delayMs(failures), action),
      found: advance,
      failed: (error) => this.failed(error),
    });
  }

  /** `null` unless the consumer is subscribed. */
  private get topics(): readonly string[] | null {
    return this.parts.subscription.topics;
  }

  /** Tells the listener that the consumer gives up all partitions. @returns what the listener does */
  revokeAll(): Promise<void> | void {
    const owned = this.topics === null ? [] : this.owned();
    if (owned.length === 0) return undefined;
    const isLost = this.membership.generation.generationId === NO_GENERATION.generationId;
    return isLost ? this.lose(owned) : this.listener.onPartitionsRevoked?.(owned);
  }

  /** The consumer leaves the group. @param onLeft called when the coordinator knows, or need not know */
  unsubscribe(onLeft?: () => void): void {
    if (this.topics === null) {
      onLeft?.();
      return;
    }
    this.membership.leave('the consumer unsubscribed from all topics', onLeft);
    this.parts.subscription.clear();
  }

  /**
   * Does what a waiting poll() needs of the group. Returns whether positions can be looked up.
   * @throws the error for which the consumer cannot be a member any more
   */
  poll(): boolean {
    const { error } = this;
    this.error = undefined;
    this.callBack();
    if (error !== undefined) throw error;
    if (this.topics === null) {
      if (!this.link.isKnown) this.membership.lookUpCoordinator();
    } else if (this.assignment.isOutdated) this.membership.requestRejoinUnlessNeeded('cached metadata has changed');
    else if (this.parts.subscription.hasChanged) this.membership.requestRejoinUnlessNeeded('subscription has changed');
    const isMember = this.topics === null ? this.link.isKnown : this.membership.poll();
    if (!isMember) return false;
    this.autoCommit.poll();
    this.committedPositions.find();
    return true;
  }

  /** Whether all partitions are about to be given up: their records are not returned any more. */
  get isRevokingAll(): boolean {
    return this.protocol === 'EAGER' && this.topics !== null && this.membership.isJoiningAgain;
  }

  pollEnds(): void {
    this.membership.pollEnds();
    this.autoCommit.pollEnds();
  }

  metadataUpdated(): void {
    this.fresh.updated();
    if (this.onMetadata === undefined) return;
    this.onMetadata();
    this.parts.clientHost.userVisible();
  }

  get memberId(): string {
    return this.membership.generation.memberId;
  }

  get generationId(): number {
    return this.membership.generation.generationId;
  }

  /** Commits what was consumed, if that is to be done automatically, and leaves the group. */
  async leave(timeoutMs: number): Promise<void> {
    const { config, clientHost } = this.parts;
    this.pollEnds();
    const canCommit = this.topics === null || this.membership.stableGeneration !== undefined;
    if (config.enableAutoCommit && canCommit && this.link.isKnown) {
      await this.offsets.commit(this.consumed(), timeoutMs).catch(() => undefined);
    }
    await new Promise<void>((resolve) => {
      const left = (): void => {
        timer.cancel();
        resolve();
        clientHost.userVisible();
      };
      const timer = clientHost.schedule(timeoutMs, left);
      void calling(() => this.revokeAll()).then(() => this.unsubscribe(left), left);
    });
    this.callBack();
    this.membership.close();
  }

  // --- Rebalances ------------------------------------------------------------------------------------------------------

  /** The member joins at its next poll(), although it need not. */
  enforceRebalance(reason: string | null): void {
    this.membership.requestRejoin(reason === null || reason === '' ? 'rebalance enforced by user' : reason);
  }

  mayJoin(): boolean {
    return !this.parts.subscription.hasPattern || this.fresh.isKnown();
  }

  protocols(): readonly GroupProtocol[] {
    this.fresh.used();
    const topics = this.parts.subscription.join();
    const { generationId } = this.membership.generation;
    const rackId = this.parts.config.clientRack;
    return this.assignment.protocols({ topics, ownedPartitions: this.owned(), generationId, rackId });
  }

  async prepare({ generationId, memberId }: Generation): Promise<void> {
    if (this.membership.stableGeneration !== undefined) await this.autoCommit.beforeRebalance();
    this.assignment.follow();
    const owned = this.owned();
    if (generationId === NO_GENERATION.generationId || memberId === NO_GENERATION.memberId) {
      try {
        if (owned.length > 0) await calling(() => this.lose(owned));
      } finally {
        this.parts.positions.assign([]);
      }
      return;
    }
    const isKept = ({ topic }: TopicPartition): boolean =>
      this.protocol === 'COOPERATIVE' && this.topics?.includes(topic) === true;
    const revoked = owned.filter((partition) => !isKept(partition));
    if (revoked.length === 0 && this.protocol === 'COOPERATIVE') return;
    try {
      await calling(() => this.listener.onPartitionsRevoked?.(revoked));
    } finally {
      this.parts.positions.assign(owned.filter(isKept));
    }
  }

  async assign(joined: JoinGroupResponse): Promise<ReadonlyMap<string, Uint8Array>> {
    const { metadata, runner } = this.parts;
    const topics = this.assignment.topicsOfGroup(joined);
    const isUnknown = (topic: string): boolean => metadata.fetch().partitionCountForTopic(topic) === undefined;
    if ([...topics].some(isUnknown)) {
      metadata.add(topics);
      const updated = new Promise<void>((resolve) => {
        this.onMetadata = resolve;
      });
      runner.requestMetadata();
      await updated;
      this.onMetadata = undefined;
    }
    return this.assignment.assign(joined);
  }

  async complete(generation: Generation, bytes: Uint8Array): Promise<void> {
    const { positions, subscription } = this.parts;
    const assigned = sorted(readAssignment(bytes));
    if (!assigned.every(({ topic }) => subscription.covers(topic))) {
      this.membership.requestRejoin('received assignment does not match the current subscription');
      return;
    }
    const owned = this.owned();
    const added = without(assigned, owned);
    const revoked = this.protocol === 'COOPERATIVE' ? without(owned, assigned) : [];
    const errors: unknown[] = [];
    if (revoked.length > 0) {
      await calling(() => this.listener.onPartitionsRevoked?.(revoked)).catch((error) => errors.push(error));
      this.membership.requestRejoin('need to revoke partitions and re-join');
    }
    subscription.adopt(assigned.map(({ topic }) => topic));
    this.assignment.assignorNamed(generation.protocolName).onAssignment(assigned, generation.generationId);
    this.autoCommit.restart();
    positions.assign(assigned, true);
    await calling(() => this.listener.onPartitionsAssigned?.(added)).catch((error) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }

  changed(): void {
    this.advance();
  }

  failed(error: Error): void {
    this.error = error;
    this.advance();
  }

  private lose(partitions: Partitions): Promise<void> | void {
    const { listener } = this;
    if (listener.onPartitionsLost === undefined) return listener.onPartitionsRevoked?.(partitions);
    return listener.onPartitionsLost(partitions);
  }

  private owned(): TopicPartition[] {
    return sorted([...this.parts.positions.all()].map(({ topic, partition }) => ({ topic, partition })));
  }

  // --- Offsets ---------------------------------------------------------------------------------------------------------

  /** The positions of all partitions: what poll() has returned. */
  consumed(): readonly PartitionOffset[] {
    const known = [...this.parts.positions.all()].filter(({ position }) => position !== null);
    return known.map(({ topic, partition, position, offsetEpoch }) => ({
      topic,
      partition,
      offset: position as number,
      leaderEpoch: offsetEpoch,
      metadata: '',
    }));
  }

  /** Tries once. Like Java's client, it calls the program back during the next poll() or close(). */
  commitAsync(offsets: readonly PartitionOffset[], callback: ((error: Error | null) => void) | undefined): void {
    const ended = (error: Error | null): void => {
      if (callback === undefined) return;
      this.callbacks.push(() => callback(error));
      this.advance();
    };
    if (this.link.isKnown) this.offsets.commitOnce(offsets, ended);
    else this.link.lookUp(() => this.offsets.commitOnce(offsets, ended), ended);
  }

  private callBack(): void {
    for (const callback of this.callbacks.splice(0)) {
      try {
        callback();
      } catch (thrown) {
        this.parts.clientHost.userCodeThrew(thrown, 'the callback of commitAsync()');
      }
      this.parts.clientHost.userVisible();
    }
  }
}
