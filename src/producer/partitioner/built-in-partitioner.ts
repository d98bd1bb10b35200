/**
 * The partitioner of a producer without `partitioner.class`, one per topic (Java's BuiltInPartitioner, KIP-794): records without a
 * key stay with one partition until it has got batch.size bytes. The accumulator reports the appended bytes and the lengths of the
 * queues.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { murmur2, toPositive } from './murmur2.ts';
import { nthPartition } from './partitioner.ts';

/** A choice of partition. The choice is still valid while `sticky` is this very object. */
export interface StickyPartitionInfo {
  readonly partition: number;
  /** Bytes appended since the choice. Only the partitioner changes it. */
  producedBytes: number;
}

interface LoadStats {
  /** Invariant: entry i is the sum of the weights of partitions 0 to i, so that the table rises strictly. */
  readonly cumulativeFrequencies: readonly number[];
  readonly partitionIds: readonly number[];
}

const NO_PARTITIONS: readonly number[] = [];

export class BuiltInPartitioner {
  private readonly topic: string;
  private readonly stickyBatchSize: number;
  private readonly nextRandom: () => number;
  private sticky: StickyPartitionInfo | null = null;
  /** Batches in each queue, from the last ready check; `null`: all available partitions have the same probability. */
  private queueSizes: readonly number[] | null = null;
  private queuePartitions: readonly number[] = NO_PARTITIONS;
  private queueCount = 0;

  /**
   * @param stickyBatchSize the bytes after which another partition is chosen: batch.size, at least 1
   * @param nextRandom returns a random whole number from 0 to 2^31 - 1
   * @throws IllegalArgumentException if stickyBatchSize is less than 1
   */
  constructor(topic: string, stickyBatchSize: number, nextRandom: () => number) {
    if (stickyBatchSize < 1) {
      throw new IllegalArgumentException(`stickyBatchSize must be >= 1 but got ${stickyBatchSize}`);
    }
    this.topic = topic;
    this.stickyBatchSize = stickyBatchSize;
    this.nextRandom = nextRandom;
  }

  /** The current partition for records without a key; chooses one if there is none. */
  peekCurrentPartitionInfo(cluster: ClusterView): StickyPartitionInfo {
    this.sticky ??= this.chooseNext(cluster);
    return this.sticky;
  }

  /** Whether another partition was chosen since `info`. @param info `null`: the record has a partition of its own */
  isPartitionChanged(info: StickyPartitionInfo | null): boolean {
    return info !== null && info !== this.sticky;
  }

  /**
   * Counts appended bytes, and chooses another partition once they amount to a batch.
   *
   * @param enableSwitch false delays the switch, which would leave a fraction of a batch behind, up to the bytes of two batches
   */
  updatePartitionInfo(
    info: StickyPartitionInfo | null,
    appendedBytes: number,
    cluster: ClusterView,
    enableSwitch: boolean = true,
  ): void {
    if (info === null) return;
    info.producedBytes += appendedBytes;
    const enough = enableSwitch ? this.stickyBatchSize : this.stickyBatchSize * 2;
    if (info.producedBytes >= enough) this.sticky = this.chooseNext(cluster);
  }

  /**
   * Weights the next choices by the lengths of the queues: the longest queue has weight 1, an empty one the largest weight.
   *
   * @param queueSizes batches in the queues of all partitions of the topic; `null`: the same weight for all
   * @param partitionIds the partition of each entry; both lists must not change until the next call
   * @param length the number of entries that can be chosen; partitions without a leader, or with a slow node, are not among them
   */
  updatePartitionLoadStats(
    queueSizes: readonly number[] | null,
    partitionIds: readonly number[],
    length: number = partitionIds.length,
  ): void {
    this.queueSizes = queueSizes;
    this.queuePartitions = partitionIds;
    this.queueCount = length;
  }

  /** The cumulative weights; `null` without weights. For tests. */
  cumulativeFrequencyTable(): readonly number[] | null {
    return this.loadStats()?.cumulativeFrequencies ?? null;
  }

  private chooseNext(cluster: ClusterView): StickyPartitionInfo {
    // As in Java, a number is drawn even if there is nothing to choose, so that the next draw is the same.
    const random = this.nextRandom();
    const stats = this.loadStats();
    const partition = stats === null ? nthPartition(random, this.topic, cluster) : weighted(random, stats);
    return { partition, producedBytes: 0 };
  }

  private loadStats(): LoadStats | null {
    return this.queueSizes === null ? null : loadStats(this.queueSizes, this.queuePartitions, this.queueCount);
  }
}

/** The partition of a record with a key: by the key's hash, over all partitions, with a leader or without. */
export function partitionForKey(serializedKey: Exclude<Payload, null>, numPartitions: number): number {
  return toPositive(murmur2(serializedKey)) % numPartitions;
}

function loadStats(queueSizes: readonly number[], partitionIds: readonly number[], length: number): LoadStats | null {
  if (length < 1 || queueSizes.length < 2) return null;
  let longest = queueSizes[0]!;
  let allEqual = true;
  for (let i = 1; i < length; i++) {
    if (queueSizes[i] !== longest) allEqual = false;
    if (queueSizes[i]! > longest) longest = queueSizes[i]!;
  }
  if (allEqual && length === queueSizes.length) return null;
  const cumulativeFrequencies = queueSizes.slice(0, length);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    sum += longest + 1 - queueSizes[i]!;
    cumulativeFrequencies[i] = sum;
  }
  return { cumulativeFrequencies, partitionIds: partitionIds.slice(0, length) };
}

function weighted(random: number, stats: LoadStats): number {
  const table = stats.cumulativeFrequencies;
  const draw = random % table[table.length - 1]!;
  let index = 0;
  while (table[index]! <= draw) index++;
  return stats.partitionIds[index]!;
}
