/**
 * The round-robin assignor: all partitions of all topics are dealt out in turn (RoundRobinAssignor).
 */
import { compareTexts } from '../../../client/java/compare-texts.ts';
import {
  type Assignment,
  type PartitionAssignor,
  partitionsOf,
  type Subscription,
  sortedMembers,
} from './partition-assignor.ts';

export function roundRobinAssignor(): PartitionAssignor {
  return {
    name: 'roundrobin',
    supportedProtocols: ['EAGER'],
    assign: dealOut,
    subscriptionUserData: () => null,
    onAssignment: () => undefined,
  };
}

function dealOut(
  partitionCounts: ReadonlyMap<string, number>,
  subscriptions: ReadonlyMap<string, Subscription>,
): Assignment {
  const members = sortedMembers(subscriptions, [...subscriptions.keys()]);
  const assignment: Assignment = new Map(members.map((memberId) => [memberId, []]));
  let next = 0;
  for (const topic of [...partitionCounts.keys()].toSorted(compareTexts)) {
    const isSubscribed = (memberId: string): boolean => subscriptions.get(memberId)?.topics.includes(topic) === true;
    for (const partition of partitionsOf(topic, partitionCounts.get(topic) as number)) {
      while (!isSubscribed(members[next % members.length] as string)) next++;
      assignment.get(members[next++ % members.length] as string)?.push(partition);
    }
  }
  return assignment;
}
