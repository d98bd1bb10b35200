/**
 * Which partitions the members of a group own, as they say, and what of that is believed (AbstractStickyAssignor.allSubscriptionsEqual).
 */

import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { stringsInHashOrder } from '../../../protocol/java-hash-order.ts';
import type { Assignment, Subscription } from './partition-assignor.ts';

/** What a member says that it owns, and since which generation; `null` if it does not say. */
export interface MemberData {
  readonly partitions: readonly TopicPartition[];
  readonly generationId: number | null;
}

export const DEFAULT_GENERATION = -1;

export interface OwnedPartitions {
  /** By member id. */
  readonly owned: Assignment;
  /** Names of partitions that several members claim in the same generation. */
  readonly claimedTwice: ReadonlySet<string>;
  readonly haveEqualSubscriptions: boolean;
  readonly maxGeneration: number;
}

/** @param topics that exist. @param maxGeneration the highest one up to now */
export function ownedPartitions(
  topics: ReadonlyMap<string, number>,
  subscriptions: ReadonlyMap<string, Subscription>,
  memberDataOf: (subscription: Subscription) => MemberData,
  maxGeneration: number,
): OwnedPartitions {
  const owned: Assignment = new Map();
  const owners = new Map<string, string>();
  const claimedTwice = new Set<string>();
  let subscribed: ReadonlySet<string> = new Set();
  let haveEqualSubscriptions = true;
  let highest = maxGeneration;
  for (const memberId of stringsInHashOrder(subscriptions.keys())) {
    const subscription = subscriptions.get(memberId) as Subscription;
    if (subscribed.size === 0) subscribed = new Set(subscription.topics);
    else if (!isSubscriptionTo(subscribed, subscription)) haveEqualSubscriptions = false;
    const { partitions, generationId } = memberDataOf(subscription);
    const generation = generationId ?? DEFAULT_GENERATION;
    highest = Math.max(highest, generation);
    const own: TopicPartition[] = [];
    owned.set(memberId, own);
    for (const partition of partitions) {
      if (!topics.has(partition.topic)) continue;
      const name = partitionName(partition);
      const other = owners.get(name);
      if (other === undefined) {
        own.push(partition);
        owners.set(name, memberId);
        continue;
      }
      const otherGeneration = subscriptions.get(other)?.generationId ?? DEFAULT_GENERATION;
      if (generation < otherGeneration) continue;
      if (generation === otherGeneration) claimedTwice.add(name);
      else own.push(partition);
      removePartition(owned.get(other) as TopicPartition[], partition);
      owners.set(name, memberId);
    }
  }
  return { owned: inHashOrder(owned), claimedTwice, haveEqualSubscriptions, maxGeneration: highest };
}

function isSubscriptionTo(topics: ReadonlySet<string>, subscription: Subscription): boolean {
  return subscription.topics.length === topics.size && subscription.topics.every((topic) => topics.has(topic));
}

function inHashOrder(assignment: Assignment): Assignment {
  return new Map(stringsInHashOrder(assignment.keys()).map((key) => [key, assignment.get(key) as TopicPartition[]]));
}

/** Removes the partition from the list, if it is there. */
export function removePartition(partitions: TopicPartition[], { topic, partition }: TopicPartition): void {
  const at = partitions.findIndex((one) => one.topic === topic && one.partition === partition);
  if (at >= 0) partitions.splice(at, 1);
}
