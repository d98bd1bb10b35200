/**
 * The sticky assignors: balanced, and as far as possible what the members have already. `sticky` moves partitions while no member has
 * any, `cooperative-sticky` in two rebalances (StickyAssignor, CooperativeStickyAssignor; KIP-54, KIP-429). Racks of brokers and members
 * are not looked at.
 */
import { ByteReader } from '../../../client/groups/byte-reader.ts';
import { ByteWriter } from '../../../client/groups/byte-writer.ts';
import { byTopic, readPartitions, writePartitions } from '../../../client/groups/consumer-protocol.ts';
import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { constrainedAssignment, type StickyAssignment } from './constrained-assignment.ts';
import { GeneralAssignment } from './general-assignment.ts';
import { DEFAULT_GENERATION, type MemberData, ownedPartitions } from './owned-partitions.ts';
import type { Assignment, PartitionAssignor, RebalanceProtocol, Subscription } from './partition-assignor.ts';

type Subscriptions = ReadonlyMap<string, Subscription>;

export class StickyAssignor implements PartitionAssignor {
  readonly name = 'sticky';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['EAGER'];
  private readonly algorithm = new StickyAlgorithm(stickyMemberData);
  private own: { readonly partitions: readonly TopicPartition[]; readonly generationId: number } | undefined;

  assign(partitionCounts: ReadonlyMap<string, number>, subscriptions: Subscriptions): Assignment {
    return this.algorithm.assign(partitionCounts, subscriptions).assignment;
  }

  subscriptionUserData(): Uint8Array | null {
    if (this.own === undefined) return null;
    const writer = new ByteWriter();
    writePartitions(writer, byTopic(this.own.partitions));
    return writer.int(this.own.generationId).done();
  }

  onAssignment(partitions: readonly TopicPartition[], generationId: number): void {
    this.own = { partitions, generationId };
  }
}

export class CooperativeStickyAssignor implements PartitionAssignor {
  readonly name = 'cooperative-sticky';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['EAGER', 'COOPERATIVE'];
  private readonly algorithm = new StickyAlgorithm(cooperativeMemberData);
  private generationId = DEFAULT_GENERATION;

  /** Partitions that another member still owns are left out: their new owners get them in the next rebalance. */
  assign(partitionCounts: ReadonlyMap<string, number>, subscriptions: Subscriptions): Assignment {
    const { assignment, transferred } = this.algorithm.assign(partitionCounts, subscriptions);
    const withheld = transferred ?? transferredPartitions(assignment, subscriptions);
    return new Map(
      Array.from(assignment, ([memberId, partitions]) => [
        memberId,
        partitions.filter((partition) => withheld.get(partitionName(partition)) !== memberId),
      ]),
    );
  }

  subscriptionUserData(): Uint8Array {
    return new ByteWriter().int(this.generationId).done();
  }

  onAssignment(_partitions: readonly TopicPartition[], generationId: number): void {
    this.generationId = generationId;
  }
}

/** AbstractStickyAssignor */
class StickyAlgorithm {
  private readonly memberDataOf: (subscription: Subscription) => MemberData;
  /** The highest generation that was ever seen. */
  private maxGeneration = DEFAULT_GENERATION;

  constructor(memberDataOf: (subscription: Subscription) => MemberData) {
    this.memberDataOf = memberDataOf;
  }

  assign(partitionCounts: ReadonlyMap<string, number>, subscriptions: Subscriptions): StickyAssignment {
    const owned = ownedPartitions(partitionCounts, subscriptions, this.memberDataOf, this.maxGeneration);
    this.maxGeneration = owned.maxGeneration;
    if (owned.haveEqualSubscriptions) return constrainedAssignment(partitionCounts, owned);
    const general = new GeneralAssignment(partitionCounts, subscriptions, owned, this.memberDataOf);
    return { assignment: general.build(), transferred: null };
  }
}

/** What the member had before, with its generation, is in the user data. */
function stickyMemberData({ userData }: Subscription): MemberData {
  if (userData === null || userData.length === 0) return { partitions: [], generationId: null };
  try {
    const reader = new ByteReader(userData);
    const partitions = readPartitions(reader);
    return { partitions, generationId: reader.isAtEnd ? null : reader.int() };
  } catch {
    return { partitions: [], generationId: DEFAULT_GENERATION };
  }
}

/** Members of older versions have the generation in their user data. */
function cooperativeMemberData({ ownedPartitions: partitions, generationId, userData }: Subscription): MemberData {
  if (generationId !== null || userData === null) return { partitions, generationId };
  try {
    return { partitions, generationId: new ByteReader(userData).int() };
  } catch {
    return { partitions, generationId: DEFAULT_GENERATION };
  }
}

/** By partition name, the members that are to get partitions which another member has to give up. */
function transferredPartitions(assignment: Assignment, subscriptions: Subscriptions): ReadonlyMap<string, string> {
  const added = new Map<string, string>();
  const revoked = new Set<string>();
  for (const [memberId, partitions] of assignment) {
    const owned = new Set((subscriptions.get(memberId)?.ownedPartitions ?? []).map(partitionName));
    const assigned = new Set(partitions.map(partitionName));
    for (const name of assigned) if (!owned.has(name)) added.set(name, memberId);
    for (const name of owned) if (!assigned.has(name)) revoked.add(name);
  }
  return new Map([...added].filter(([name]) => revoked.has(name)));
}
