/**
 * Which partitions have moved from which member to which, so that two members do not exchange partitions of one topic
 * (AbstractStickyAssignor.PartitionMovements).
 */

import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { inHashOrder, partitionHashCode } from '../../../protocol/java-hash-order.ts';

interface Movement {
  readonly partition: TopicPartition;
  readonly from: string;
  readonly to: string;
}

export class PartitionMovements {
  /** By partition name, in the order of the moves. */
  private readonly movements = new Map<string, Movement>();

  move(partition: TopicPartition, from: string, to: string): void {
    const name = partitionName(partition);
    const earlier = this.movements.get(name);
    this.movements.delete(name);
    // It may have come back to where it was.
    if (earlier?.from !== to) this.movements.set(name, { partition, from: earlier?.from ?? from, to });
  }

  /** The partition that moves instead of this one: one of the same topic that has moved the other way before. */
  actualPartition(partition: TopicPartition, from: string, to: string): TopicPartition {
    const origin = this.movements.get(partitionName(partition))?.from ?? from;
    const reverse = [...this.movements.values()].filter(
      (moved) => moved.partition.topic === partition.topic && moved.from === to && moved.to === origin,
    );
    const candidates = inHashOrder(
      reverse.map((moved) => moved.partition),
      partitionHashCode,
    );
    return candidates[0] ?? partition;
  }
}
