/**
 * The queues of one topic: a queue of batches for each partition that has ever had one, and the topic's partitioner.
 *
 * Owns: order. The oldest batch is first; the last one is the one being filled.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { BuiltInPartitioner } from '../partitioner/built-in-partitioner.ts';
import type { ProducerBatch } from './producer-batch.ts';
import { QueueLoads } from './queue-loads.ts';

export interface PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  readonly batches: ProducerBatch[];
  /** Drained and not ended or put back, in order of draining. */
  readonly inFlight: ProducerBatch[];
  /** When, among all partitions, it last went from nothing in flight to something. */
  takeoff: number;
  /** A batch of it is in flight and max.in.flight is 1: nothing more is sent. */
  isMuted: boolean;
}

export class TopicQueues {
  readonly topic: string;
  readonly partitioner: BuiltInPartitioner;
  readonly loads: QueueLoads = new QueueLoads();
  /** Nothing has been queued since a look at the queues, with this metadata, found nothing. `null` if something has. */
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

  /** The queue of a partition, to put something in. */
  queueToFill(partition: number): PartitionQueue {
    this.idleIn = null;
    const existing = this.byPartition[partition];
    if (existing !== undefined) return existing;
    const queue: PartitionQueue = {
      topic: this.topic,
      partition,
      batches: [],
      inFlight: [],
      takeoff: 0,
      isMuted: false,
    };
    this.byPartition[partition] = queue;
    this.ordered = [...this.ordered, queue].toSorted((a, b) => a.partition - b.partition);
    return queue;
  }
}
