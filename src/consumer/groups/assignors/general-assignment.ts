/**
 * A sticky assignment to members with different subscriptions (AbstractStickyAssignor.GeneralAssignmentBuilder).
 */

import { compareTexts } from '../../../client/java/compare-texts.ts';
import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { stringsInHashOrder } from '../../../protocol/java-hash-order.ts';
import { DEFAULT_GENERATION, type MemberData, type OwnedPartitions, removePartition } from './owned-partitions.ts';
import { type Assignment, partitionsOf, type Subscription, topicsOf } from './partition-assignor.ts';
import { PartitionMovements } from './partition-movements.ts';

interface Owner {
  readonly memberId: string;
  readonly generation: number;
}

export class GeneralAssignment {
  private readonly partitionCounts: ReadonlyMap<string, number>;
  private readonly subscriptions: ReadonlyMap<string, Subscription>;
  private readonly assignment: Assignment;
  /** By topic, the members that are subscribed to it. */
  private readonly membersByTopic = new Map<string, string[]>();
  /** By member id, the topics that exist of its subscription. */
  private readonly topicsByMember = new Map<string, string[]>();
  /** By partition name. */
  private ownerOf = new Map<string, string>();
  /** The members between which partitions may move. */
  private readonly participants: Set<string>;
  /** By partition name, the owners in generations before the highest one. */
  private readonly earlierOwners = new Map<string, Owner>();
  private readonly movements = new PartitionMovements();
  private isRevocationRequired = false;

  constructor(
    partitionCounts: ReadonlyMap<string, number>,
    subscriptions: ReadonlyMap<string, Subscription>,
    { owned, maxGeneration }: OwnedPartitions,
    memberDataOf: (subscription: Subscription) => MemberData,
  ) {
    this.partitionCounts = partitionCounts;
    this.subscriptions = subscriptions;
    this.assignment = owned;
    this.participants = new Set(owned.keys());
    for (const topic of partitionCounts.keys()) this.membersByTopic.set(topic, []);
    for (const memberId of stringsInHashOrder(subscriptions.keys())) {
      const subscription = subscriptions.get(memberId) as Subscription;
      const topics = subscription.topics.filter((topic) => partitionCounts.has(topic));
      this.topicsByMember.set(memberId, topics);
      for (const topic of topics) this.membersByTopic.get(topic)?.push(memberId);
      this.noteEarlierOwner(memberId, memberDataOf(subscription), maxGeneration);
    }
    for (const [memberId, partitions] of owned) {
      for (const partition of partitions) this.ownerOf.set(partitionName(partition), memberId);
    }
  }

  build(): Assignment {
    this.dropUnsubscribed();
    const all = this.sortedPartitions();
    const assigned = new Set([...this.assignment.values()].flat().map(partitionName));
    const unassigned = all.filter((partition) => !assigned.has(partitionName(partition)));
    this.balance(all, unassigned);
    return this.assignment;
  }

  private noteEarlierOwner(memberId: string, { partitions, generationId }: MemberData, maxGeneration: number): void {
    if (generationId === null ? maxGeneration <= DEFAULT_GENERATION : generationId >= maxGeneration) return;
    const generation = generationId ?? DEFAULT_GENERATION;
    for (const partition of partitions) {
      const known = this.earlierOwners.get(partitionName(partition));
      if (known === undefined || generation > known.generation) {
        this.earlierOwners.set(partitionName(partition), { memberId, generation });
      }
    }
  }

  private dropUnsubscribed(): void {
    for (const [memberId, partitions] of this.assignment) {
      const topics = this.subscriptions.get(memberId)?.topics ?? [];
      const kept = partitions.filter(({ topic }) => topics.includes(topic));
      if (kept.length < partitions.length) this.isRevocationRequired = true;
      this.assignment.set(memberId, kept);
    }
  }

  /** Topics with the fewest members first. */
  private sortedPartitions(): TopicPartition[] {
    const countOf = (topic: string): number => this.membersByTopic.get(topic)?.length ?? 0;
    const topics = topicsOf(this.partitionCounts);
    return topics
      .toSorted((a, b) => countOf(a) - countOf(b) || compareTexts(a, b))
      .flatMap((topic) => partitionsOf(topic, this.partitionCounts.get(topic) as number));
  }

  private balance(all: readonly TopicPartition[], unassigned: readonly TopicPartition[]): void {
    const isFirst = [...this.assignment.values()].every((partitions) => partitions.length === 0);
    for (const partition of unassigned) this.assign(partition);
    const isMovable = ({ topic }: TopicPartition): boolean => this.isShared(topic);
    const fixed: Assignment = new Map();
    for (const memberId of this.topicsByMember.keys()) {
      if (this.canParticipate(memberId)) continue;
      this.participants.delete(memberId);
      fixed.set(memberId, this.partitionsOf(memberId));
      this.assignment.delete(memberId);
    }
    const before = copyOf(this.assignment);
    const ownersBefore = new Map(this.ownerOf);
    if (!this.isRevocationRequired) this.reassign(unassigned.filter(isMovable));
    const hasMoved = this.reassign(all.filter(isMovable));
    if (!isFirst && hasMoved && balanceScore(this.assignment) >= balanceScore(before)) {
      for (const [memberId, partitions] of before) this.assignment.set(memberId, partitions);
      this.ownerOf = ownersBefore;
    }
    for (const [memberId, partitions] of fixed) this.assignment.set(memberId, partitions);
  }

  private partitionsOf(memberId: string): TopicPartition[] {
    return this.assignment.get(memberId) as TopicPartition[];
  }

  private sizeOf(memberId: string): number {
    return this.partitionsOf(memberId).length;
  }

  /** Those with the fewest partitions first. */
  private sortedParticipants(): string[] {
    return [...this.participants].toSorted((a, b) => this.sizeOf(a) - this.sizeOf(b) || compareTexts(a, b));
  }

  private firstSubscribed(topic: string): string | undefined {
    return this.sortedParticipants().find((memberId) => this.topicsByMember.get(memberId)?.includes(topic));
  }

  private assign(partition: TopicPartition): void {
    const memberId = this.firstSubscribed(partition.topic);
    if (memberId === undefined) return;
    this.partitionsOf(memberId).push(partition);
    this.ownerOf.set(partitionName(partition), memberId);
  }

  private isShared(topic: string): boolean {
    return (this.membersByTopic.get(topic)?.length ?? 0) >= 2;
  }

  private largestSize(memberId: string): number {
    const topics = this.topicsByMember.get(memberId) ?? [];
    return topics.reduce((sum, topic) => sum + (this.partitionCounts.get(topic) as number), 0);
  }

  private canParticipate(memberId: string): boolean {
    if (this.sizeOf(memberId) < this.largestSize(memberId)) return true;
    return this.partitionsOf(memberId).some(({ topic }) => this.isShared(topic));
  }

  private isBalanced(): boolean {
    const members = this.sortedParticipants();
    const [first, last] = [members[0] as string, members.at(-1) as string];
    if (this.sizeOf(first) >= this.sizeOf(last) - 1) return true;
    const owners = new Map<string, string>();
    for (const [memberId, partitions] of this.assignment) {
      for (const partition of partitions) owners.set(partitionName(partition), memberId);
    }
    return members.every((memberId) => {
      const size = this.sizeOf(memberId);
      if (size === this.largestSize(memberId)) return true;
      const topics = this.topicsByMember.get(memberId) ?? [];
      return topics.every((topic) =>
        partitionsOf(topic, this.partitionCounts.get(topic) as number).every((partition) => {
          const other = owners.get(partitionName(partition)) ?? memberId;
          return other === memberId || size + 1 >= this.sizeOf(other);
        }),
      );
    });
  }

  private reassign(partitions: readonly TopicPartition[]): boolean {
    let hasMoved = false;
    let isModified = true;
    while (isModified) {
      isModified = false;
      for (const partition of partitions) {
        if (this.isBalanced()) break;
        const target = this.betterOwner(partition);
        if (target === undefined) continue;
        this.move(partition, target);
        hasMoved = true;
        isModified = true;
      }
    }
    return hasMoved;
  }

  private betterOwner(partition: TopicPartition): string | undefined {
    const name = partitionName(partition);
    const size = this.sizeOf(this.ownerOf.get(name) as string);
    const earlier = this.earlierOwners.get(name)?.memberId;
    if (earlier !== undefined && size > this.sizeOf(earlier) + 1) return earlier;
    const others = this.membersByTopic.get(partition.topic) ?? [];
    return others.some((other) => size > this.sizeOf(other) + 1) ? this.firstSubscribed(partition.topic) : undefined;
  }

  private move(partition: TopicPartition, to: string): void {
    const moved = this.movements.actualPartition(partition, this.ownerOf.get(partitionName(partition)) as string, to);
    const from = this.ownerOf.get(partitionName(moved)) as string;
    this.movements.move(moved, from, to);
    removePartition(this.partitionsOf(from), moved);
    this.partitionsOf(to).push(moved);
    this.ownerOf.set(partitionName(moved), to);
  }
}

function copyOf(assignment: Assignment): Assignment {
  return new Map([...assignment].map(([memberId, partitions]) => [memberId, [...partitions]]));
}

/** The sum of the differences between all pairs of members. */
function balanceScore(assignment: Assignment): number {
  const sizes = [...assignment.values()].map(({ length }) => length);
  let score = 0;
  for (const [place, size] of sizes.entries()) {
    for (const other of sizes.slice(place + 1)) score += Math.abs(size - other);
  }
  return score;
}
