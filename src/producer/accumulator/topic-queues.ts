/**
 * The queues of one topic, one for each partition that has ever had a batch, and the topic's built-in partitioner.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { BuiltInPartitioner, StickyPartitionInfo } from '../partitioner/built-in-partitioner.ts';
import type { ProducerBatch } from './producer-batch.ts';
import { QueueLoads } from './queue-loads.ts';

export interface PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  /** Oldest first; records are appended to the last one. */
  readonly batches: ProducerBatch[];
  /** Batches that are drained, and neither done nor put back, in order of draining. */
  readonly inFlight: ProducerBatch[];
  /** Set when `inFlight` gets its first batch; ascending over all partitions. */
  inFlightOrder: number;
  /** Whether nothing more is sent since max.in.flight.requests.per.connection is 1 and a batch is in flight. */
  isMuted: boolean;
}

export class TopicQueues {
  readonly topic: string;
  readonly partitioner: BuiltInPartitioner;
  readonly loads: QueueLoads = new QueueLoads();
  /**
   * The metadata with which a ready check found all queues empty, if nothing was queued since; `null` otherwise. A check
   * with the same metadata can be skipped.
   */
  idleIn: ClusterView | null = null;
  /** In order of partition. */
  private ordered: PartitionQueue[] = [];
  private readonly byPartition: (PartitionQueue | undefined)[] = [];

  constructor(topic: string, partitioner: BuiltInPartitioner) {
    this.topic = topic;
    this.partitioner = partitioner;
  }

  get queues(): readonly PartitionQueue[] {
    return this.ordered;
  }

  find(partition: number): PartitionQueue | undefined {
    return this.byPartition[partition];
  }

  /** The queue of a partition, for a caller that is about to put a batch into it. */
  queueToFill(partition: number): PartitionQueue {
    this.idleIn = null;
    return this.byPartition[partition] ?? this.addQueue(partition);
  }

  private addQueue(partition: number): PartitionQueue {
    const { topic } = this;
    const queue: PartitionQueue = { topic, partition, batches: [], inFlight: [], inFlightOrder: 0, isMuted: false };
    this.byPartition[partition] = queue;
    this.ordered = [...this.ordered, queue].toSorted((a, b) => a.partition - b.partition);
    return queue;
  }

  /**
   * Whether a record that was to go to the sticky partition's queue has to choose again: the partitioner has moved on, or
   * does so now, since the batch that delayed the switch is full or gone. A delayed switch is completed by the next
   * record, not when the batch leaves its queue.
   */
  switchesPartition(sticky: StickyPartitionInfo, queue: PartitionQueue, cluster: ClusterView): boolean {
    const { partitioner } = this;
    if (partitioner.isPartitionChanged(sticky)) return true;
    if (!areAllFull(queue)) return false;
    partitioner.updatePartitionInfo(sticky, 0, cluster, true);
    return partitioner.isPartitionChanged(sticky);
  }
}

/** Only the last batch of a queue can have room. */
function areAllFull({ batches }: PartitionQueue): boolean {
  const last = batches.at(-1);
  return last === undefined || last.isFull;
}
