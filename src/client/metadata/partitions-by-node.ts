/**
 * The partitions that each node leads, by topic and then by number: the order in which batches are put into a request.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ClusterView, PartitionInfo } from './cluster-view.ts';

const NONE: readonly PartitionInfo[] = [];

export class PartitionsByNode {
  /** The view that `partitions` was made from. A view never changes. */
  private view: ClusterView | null = null;
  private partitions: readonly (readonly PartitionInfo[] | undefined)[] = [];

  of(node: Node, view: ClusterView): readonly PartitionInfo[] {
    if (this.view !== view) {
      this.view = view;
      this.partitions = byLeader(view);
    }
    return this.partitions[node.id] ?? NONE;
  }

  /** Where a partition with a leader stands in that node's list, in the view of the latest call of `of`. */
  placeOf(info: PartitionInfo): number {
    const led = info.leader === null ? NONE : (this.partitions[info.leader.id] ?? NONE);
    let low = 0;
    let high = led.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(led[middle] as PartitionInfo, info)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function byLeader(view: ClusterView): readonly (readonly PartitionInfo[] | undefined)[] {
  const led: (PartitionInfo[] | undefined)[] = [];
  for (const topic of view.topics.toSorted()) {
    for (const info of view.partitionsForTopic(topic)) {
      if (info.leader === null) continue;
      const list = led[info.leader.id];
      if (list === undefined) led[info.leader.id] = [info];
      else list.push(info);
    }
  }
  return led;
}

/** By topic, as `toSorted` compares texts, and then by number. */
function isBefore(one: PartitionInfo, other: PartitionInfo): boolean {
  return one.topic === other.topic ? one.partition < other.partition : one.topic < other.topic;
}
