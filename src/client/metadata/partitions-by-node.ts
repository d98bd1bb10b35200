/**
 * The partitions that each node leads, by topic and then by number: the order in which batches are put into a request.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ClusterView, PartitionInfo, VersionedView } from './cluster-view.ts';

const NONE: readonly PartitionInfo[] = [];

export class PartitionsByNode {
  /** The view that `partitions` was made from. A view never changes. */
  private view: ClusterView | null = null;
  private partitions: (PartitionInfo[] | undefined)[] = [];

  of(node: Node, view: VersionedView): readonly PartitionInfo[] {
    if (this.view !== view) {
      this.follow(view);
      this.view = view;
    }
    return this.partitions[node.id] ?? NONE;
  }

  /** Where a partition with a leader stands in that node's list, in the view of the latest call of `of`. */
  placeOf(info: PartitionInfo): number {
    return info.leader === null ? 0 : placeAmong(this.partitions[info.leader.id] ?? NONE, info);
  }

  /** Takes over what differs from the view before, or everything. */
  private follow(view: VersionedView): void {
    const { view: before, partitions } = this;
    const changed = before === null ? null : view.topicsChangedSince(before);
    if (before === null || changed === null) {
      this.partitions = byLeader(view);
      return;
    }
    for (const topic of new Set(changed)) {
      for (const info of before.availablePartitionsForTopic(topic)) {
        const led = listOf(info, partitions);
        led.splice(placeAmong(led, info), 1);
      }
      for (const info of view.availablePartitionsForTopic(topic)) {
        const led = listOf(info, partitions);
        led.splice(placeAmong(led, info), 0, info);
      }
    }
  }
}

/** The index of the first that is not before `info`. */
function placeAmong(led: readonly PartitionInfo[], info: PartitionInfo): number {
  let low = 0;
  let high = led.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(led[middle] as PartitionInfo, info)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byLeader(view: ClusterView): (PartitionInfo[] | undefined)[] {
  const led: (PartitionInfo[] | undefined)[] = [];
  for (const topic of view.topics.toSorted()) {
    for (const info of view.availablePartitionsForTopic(topic)) listOf(info, led).push(info);
  }
  return led;
}

/** @param info has a leader */
function listOf({ leader }: PartitionInfo, led: (PartitionInfo[] | undefined)[]): PartitionInfo[] {
  const { id } = leader as Node;
  led[id] ??= [];
  return led[id];
}

/** By topic, as `toSorted` compares texts, and then by number. */
function isBefore(one: PartitionInfo, other: PartitionInfo): boolean {
  return one.topic === other.topic ? one.partition < other.partition : one.topic < other.topic;
}
