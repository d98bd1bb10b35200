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
  /** Where each partition stands in the list of its leader; `null` until it is asked for. */
  private places: Map<PartitionInfo, number> | null = null;

  of(node: Node, view: ClusterView): readonly PartitionInfo[] {
    if (this.view !== view) {
      this.view = view;
      this.partitions = byLeader(view);
      this.places = null;
    }
    return this.partitions[node.id] ?? NONE;
  }

  /** Where a partition with a leader stands in that node's list, in the view of the latest call of `of`. */
  placeOf(info: PartitionInfo): number {
    this.places ??= placesIn(this.partitions);
    return this.places.get(info) as number;
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

function placesIn(lists: readonly (readonly PartitionInfo[] | undefined)[]): Map<PartitionInfo, number> {
  const places = new Map<PartitionInfo, number>();
  for (const list of lists) list?.forEach((info, place) => void places.set(info, place));
  return places;
}
