/**
 * The range assignor: of each topic, every member gets partitions that follow each other (RangeAssignor). Racks of brokers and members
 * are not looked at.
 */
import { stringsInHashOrder } from '../../../protocol/java-hash-order.ts';
import {
  type Assignment,
  type PartitionAssignor,
  partitionsOf,
  type Subscription,
  sortedMembers,
  topicsOf,
} from './partition-assignor.ts';

export function rangeAssignor(): PartitionAssignor {
  return {
    name: 'range',
    supportedProtocols: ['EAGER'],
    assign: assignRanges,
    subscriptionUserData: () => null,
    onAssignment: () => undefined,
  };
}

function assignRanges(
  partitionCounts: ReadonlyMap<string, number>,
  subscriptions: ReadonlyMap<string, Subscription>,
): Assignment {
  const memberIds = stringsInHashOrder(subscriptions.keys());
  const assignment: Assignment = new Map(memberIds.map((memberId) => [memberId, []]));
  for (const topic of topicsOf(partitionCounts)) {
    const subscribed = memberIds.filter((memberId) => subscriptions.get(memberId)?.topics.includes(topic));
    const rest = partitionsOf(topic, partitionCounts.get(topic) as number);
    const perMember = Math.floor(rest.length / subscribed.length);
    let membersWithOneMore = rest.length % subscribed.length;
    for (const memberId of sortedMembers(subscriptions, subscribed)) {
      const count = perMember + (membersWithOneMore > 0 ? 1 : 0);
      assignment.get(memberId)?.push(...rest.splice(0, count));
      membersWithOneMore--;
    }
  }
  return assignment;
}
