/**
 * What an assignor is: it gives the partitions of topics to the members of a group that are subscribed to them
 * (ConsumerPartitionAssignor).
 */
import { compareTexts } from '../../../client/java/compare-texts.ts';
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { stringsInHashOrder } from '../../../protocol/java-hash-order.ts';

/** What a member of a group tells the leader. */
export interface Subscription {
  readonly topics: readonly string[];
  /** What the member's assignor adds; `null` if it adds nothing. */
  readonly userData: Uint8Array | null;
  readonly ownedPartitions: readonly TopicPartition[];
  /** The generation in which the member has got them; `null` if it does not say. */
  readonly generationId: number | null;
  /** `group.instance.id` of a static member. */
  readonly groupInstanceId: string | null;
}

/** The partitions of each member, by member id. */
export type Assignment = Map<string, TopicPartition[]>;

/** How the members of a group give up partitions: all before each rebalance, or only those that another member gets (KIP-429). */
export type RebalanceProtocol = 'EAGER' | 'COOPERATIVE';

export interface PartitionAssignor {
  /** The name of the protocol in JoinGroup. */
  readonly name: string;
  /** In ascending order. */
  readonly supportedProtocols: readonly RebalanceProtocol[];
  /** @param partitionCounts by topic, of the topics that exist. @param subscriptions by member id, in the order of the answer to JoinGroup */
  assign(partitionCounts: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment;
  /** What the member's subscription gets as user data. */
  subscriptionUserData(): Uint8Array | null;
  /** The member has been assigned these partitions. */
  onAssignment(partitions: readonly TopicPartition[], generationId: number): void;
}

/** The topics of a map in the order in which Java's assignors see them. */
export function topicsOf(partitionCounts: ReadonlyMap<string, number>): string[] {
  return stringsInHashOrder(partitionCounts.keys());
}

export function partitionsOf(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}

/** Member ids in the order of MemberInfo: static members by their instance ids, then the others by their member ids. */
export function sortedMembers(
  subscriptions: ReadonlyMap<string, Subscription>,
  memberIds: readonly string[],
): string[] {
  const instanceOf = (memberId: string): string | null => subscriptions.get(memberId)?.groupInstanceId ?? null;
  return memberIds.toSorted((a, b) => {
    const [instanceA, instanceB] = [instanceOf(a), instanceOf(b)];
    if (instanceA !== null && instanceB !== null) return compareTexts(instanceA, instanceB);
    if (instanceA !== null) return -1;
    return instanceB === null ? compareTexts(a, b) : 1;
  });
}
