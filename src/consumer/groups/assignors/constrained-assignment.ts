/**
 * A sticky assignment to members that are all subscribed to the same topics (AbstractStickyAssignor.ConstrainedAssignmentBuilder).
 */

import { compareTexts } from '../../../client/java/compare-texts.ts';
import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { OwnedPartitions } from './owned-partitions.ts';
import { type Assignment, partitionsOf } from './partition-assignor.ts';

export interface StickyAssignment {
  readonly assignment: Assignment;
  /** By partition name, the new owners of partitions that another member has to give up first; `null` if that is not known. */
  readonly transferred: ReadonlyMap<string, string> | null;
}

export function constrainedAssignment(
  partitionCounts: ReadonlyMap<string, number>,
  { owned, claimedTwice }: OwnedPartitions,
): StickyAssignment {
  const total = [...partitionCounts.values()].reduce((sum, count) => sum + count, 0);
  const minQuota = Math.floor(total / owned.size);
  const maxQuota = Math.ceil(total / owned.size);
  const membersOverMinQuota = total % owned.size;
  let overMinQuota = 0;
  const assignment: Assignment = new Map([...owned.keys()].map((memberId) => [memberId, []]));
  const revoked = new Set<string>(claimedTwice);
  const underMinQuota: string[] = [];
  let atMinQuota: string[] = [];

  for (const [memberId, partitions] of owned) {
    const own = partitions.filter((partition) => !claimedTwice.has(partitionName(partition)));
    const isOver = own.length >= maxQuota && overMinQuota < membersOverMinQuota;
    const quota = isOver ? maxQuota : minQuota;
    assignment.get(memberId)?.push(...own.slice(0, quota));
    for (const partition of own.slice(quota)) revoked.add(partitionName(partition));
    if (own.length < minQuota) underMinQuota.push(memberId);
    else if (isOver) {
      overMinQuota++;
      if (overMinQuota === membersOverMinQuota) atMinQuota = [];
    } else if (overMinQuota < membersOverMinQuota) atMinQuota.push(memberId);
  }

  const transferred = new Map<string, string>();
  const unfilled = underMinQuota.toSorted(compareTexts);
  atMinQuota.sort(compareTexts);
  let next = 0;
  for (const partition of unassigned(partitionCounts, assignment)) {
    if (next >= unfilled.length) next = 0;
    const isUnderMinQuota = unfilled.length > 0;
    const memberId = (isUnderMinQuota ? unfilled[next] : atMinQuota.shift()) as string;
    const partitions = assignment.get(memberId) as TopicPartition[];
    partitions.push(partition);
    if (revoked.has(partitionName(partition))) transferred.set(partitionName(partition), memberId);
    if (isUnderMinQuota && partitions.length === minQuota) {
      unfilled.splice(next, 1);
      atMinQuota.push(memberId);
    } else next++;
  }
  return { assignment, transferred };
}

function unassigned(partitionCounts: ReadonlyMap<string, number>, assignment: Assignment): TopicPartition[] {
  const assigned = new Set([...assignment.values()].flat().map(partitionName));
  const topics = [...partitionCounts.keys()].toSorted(compareTexts);
  return topics
    .flatMap((topic) => partitionsOf(topic, partitionCounts.get(topic) as number))
    .filter((partition) => !assigned.has(partitionName(partition)));
}
