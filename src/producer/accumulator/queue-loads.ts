/**
 * The lengths of a topic's queues in the form that the adaptive partitioner takes: two columns, of which the first `count`
 * rows are partitions to choose from.
 */
import type { PartitionInfo } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NodeLatencies } from './node-latencies.ts';

/** The queue of a partition. */
interface LoadedQueue {
  readonly topic: string;
  readonly partition: number;
  readonly batches: { readonly length: number };
  /** -1: none. */
  loadRow: number;
}

type Leaders = Pick<ProducerMetadata, 'currentLeaderOf'>;

export class QueueLoads {
  /** Batches in the queue. There is a row for each queue of the topic; rows from `count` on mean nothing. */
  readonly sizes: number[] = [];
  readonly partitions: number[] = [];
  count = 0;
  /** The topic's metadata for which each queue has its row; `null`: the rows mean nothing. */
  private infos: readonly PartitionInfo[] | null = null;

  /** Gives each partition with a leader a row, unless they all have theirs. Then only queues that change have to set their size. */
  layOut(queues: readonly LoadedQueue[], metadata: Leaders, infos: readonly PartitionInfo[]): void {
    if (this.infos === infos && this.sizes.length === queues.length) return;
    this.infos = infos;
    this.clear(queues.length);
    for (let i = 0; i < queues.length; i++) {
      const queue = queues[i] as LoadedQueue;
      const { leader } = metadata.currentLeaderOf(queue.topic, queue.partition);
      queue.loadRow = leader === null ? -1 : this.count;
      if (leader !== null) this.partitions[this.count++] = queue.partition;
      this.setSize(queue);
    }
  }

  setSize({ loadRow, batches }: LoadedQueue): void {
    if (loadRow >= 0) this.sizes[loadRow] = batches.length;
  }

  /** Without the partitions whose nodes are slow to take batches, which may be others at every check. */
  measure(queues: readonly LoadedQueue[], metadata: Leaders, latencies: NodeLatencies): void {
    this.infos = null;
    this.clear(queues.length);
    for (let i = 0; i < queues.length; i++) {
      const { topic, partition, batches } = queues[i] as LoadedQueue;
      const { leader } = metadata.currentLeaderOf(topic, partition);
      if (leader === null) continue;
      this.partitions[this.count++] = partition;
      if (batches.length === 0) continue;
      this.sizes[this.count - 1] = batches.length;
      // The size stays until the next row overwrites it, as in Java.
      if (latencies.isUnavailable(leader.id)) this.count--;
    }
  }

  private clear(rows: number): void {
    for (let i = 0; i < rows; i++) {
      this.sizes[i] = 0;
      this.partitions[i] = 0;
    }
    this.count = 0;
  }
}
