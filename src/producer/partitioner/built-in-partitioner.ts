/**
 * The partitioner a producer uses unless told otherwise (KIP-794), one per topic.
 *
 * Owns: the sticky partition of records without a key, how many bytes it got, and the weights of the next choice.
 * Refuses to know: queues, batches and latencies; their owner hands in sizes and says whether a switch suits.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { murmur2, toPositive } from './murmur2.ts';

/** A choice of partition; its identity tells whether the choice still holds. */
export interface StickyPartitionInfo {
  readonly partition: number;
  /** Bytes appended under this choice. The partitioner alone moves it. */
  producedBytes: number;
}

/** Invariant: entry i is the sum of the weights of partitions 0 to i, so the table rises strictly. */
interface LoadStats {
  readonly cumulativeFrequencies: readonly number[];
  readonly partitionIds: readonly number[];
}

const NO_PARTITIONS: readonly number[] = [];

export class BuiltInPartitioner {
  private readonly topic: string;
  private readonly stickyBatchSize: number;
  private readonly nextRandom: () => number;
  private sticky: StickyPartitionInfo | null = null;
  /** `null`: every available partition is as likely. Told at every look at the queues, and only weighed for a choice. */
  private queueSizes: readonly number[] | null = null;
  private queuePartitions: readonly number[] = NO_PARTITIONS;
  private queueCount = 0;

  /**
   * @param stickyBatchSize bytes after which to leave a partition: batch.size, at least 1.
   * @param nextRandom a whole number from 0 to 2^31 - 1, each as likely.
   */
  constructor(topic: string, stickyBatchSize: number, nextRandom: () => number) {
    if (stickyBatchSize < 1) {
      throw new IllegalArgumentException(`stickyBatchSize must be >= 1 but got ${stickyBatchSize}`);
    }
    this.topic = topic;
    this.stickyBatchSize = stickyBatchSize;
    this.nextRandom = nextRandom;
  }

  /** The partition for records without a key just now; chooses one if there is none. */
  peekCurrentPartitionInfo(cluster: ClusterView): StickyPartitionInfo {
    this.sticky ??= this.chooseNext(cluster);
    return this.sticky;
  }

  /** Whether `info` no longer holds. `null` (the record did not ask here) never changes. */
  isPartitionChanged(info: StickyPartitionInfo | null): boolean {
    return info !== null && info !== this.sticky;
  }

  /**
   * Counts bytes appended under `info`, and leaves the partition once they make a batch.
   * @param enableSwitch false while a switch would leave a fraction of a batch behind; two batches' bytes switch anyway.
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
   * Weighs the next choices by queue length: the longest queue has weight 1, the empty one most.
   * @param queueSizes batches waiting, for all partitions of the topic; only the first `length` count, the others are out
   * (too slow, or without a leader). `null` goes back to equal chances.
   * @param partitionIds the partition of each entry. Both lists must stay as they are until the next call.
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

  /** Where the weights end; `null` without weights. For tests and traces. */
  cumulativeFrequencyTable(): readonly number[] | null {
    return this.loadStats()?.cumulativeFrequencies ?? null;
  }

  private chooseNext(cluster: ClusterView): StickyPartitionInfo {
    // Drawn even when there is nothing to choose, as in Java: the next draw must be the same one.
    const random = this.nextRandom();
    const stats = this.loadStats();
    const partition = stats === null ? this.uniform(random, cluster) : weighted(random, stats);
    return { partition, producedBytes: 0 };
  }

  private loadStats(): LoadStats | null {
    return this.queueSizes === null ? null : loadStats(this.queueSizes, this.queuePartitions, this.queueCount);
  }

  private uniform(random: number, cluster: ClusterView): number {
    const available = cluster.availablePartitionsForTopic(this.topic);
    if (available.length > 0) return available[random % available.length]!.partition;
    return random % cluster.partitionsForTopic(this.topic).length;
  }
}

/** The partition of a keyed record: by the key's hash over all partitions, with a leader or not. */
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
