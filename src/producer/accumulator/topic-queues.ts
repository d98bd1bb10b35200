/**
 * The queues of one topic, one for each partition that has ever had a batch, and the topic's built-in partitioner.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { BuiltInPartitioner, StickyPartitionInfo } from '../partitioner/built-in-partitioner.ts';
import { type BusyTopics, insertInOrder } from './busy-topics.ts';
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
  /** Whether the queue is in `filled` of its topic. Invariant: it is if `batches` or `inFlight` has a batch. */
  isListed: boolean;
  /** The row of the queue in the topic's loads; -1 if the partition has no leader. */
  loadRow: number;
  /** The metadata that the next two are from; `null` before they are needed. */
  drainedIn: ClusterView | null;
  /** The node that leads the partition, -1 without one, and the partition's place among those that this node leads. */
  drainNode: number;
  drainPlace: number;
}

export class TopicQueues {
  readonly topic: string;
  readonly partitioner: BuiltInPartitioner;
  readonly loads: QueueLoads = new QueueLoads();
  /** In order of the topics' first records. */
  readonly place: number;
  /** In order of partition: the queues that hold a batch or have one in flight, and those that were found to be empty since. */
  readonly filled: PartitionQueue[] = [];
  /** In order of partition. */
  readonly queues: PartitionQueue[] = [];
  private readonly byPartition: (PartitionQueue | undefined)[] = [];
  private readonly topics: BusyTopics<TopicQueues>;

  constructor(topic: string, partitioner: BuiltInPartitioner, topics: BusyTopics<TopicQueues>) {
    this.topic = topic;
    this.partitioner = partitioner;
    this.topics = topics;
    this.place = topics.add(this);
  }

  find(partition: number): PartitionQueue | undefined {
    return this.byPartition[partition];
  }

  /** The queue of a partition, for a caller that is about to put a batch into it. */
  queueToFill(partition: number): PartitionQueue {
    const queue = this.byPartition[partition] ?? this.addQueue(partition);
    if (!queue.isListed) this.list(queue);
    return queue;
  }

  private list(queue: PartitionQueue): void {
    queue.isListed = true;
    if (this.filled.length === 0) this.topics.becomesBusy(this);
    insertInOrder(this.filled, queue, partitionOf);
  }

  private addQueue(partition: number): PartitionQueue {
    const { topic } = this;
    const queue: PartitionQueue = {
      topic,
      partition,
      batches: [],
      inFlight: [],
      inFlightOrder: 0,
      isMuted: false,
      isListed: false,
      loadRow: -1,
      drainedIn: null,
      drainNode: -1,
      drainPlace: -1,
    };
    this.byPartition[partition] = queue;
    insertInOrder(this.queues, queue, partitionOf);
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

function partitionOf({ partition }: PartitionQueue): number {
  return partition;
}

/** Only the last batch of a queue can have room. */
function areAllFull({ batches }: PartitionQueue): boolean {
  const last = batches.at(-1);
  return last === undefined || last.isFull;
}
