/**
 * What one transaction touches: its partitions, on their way to the coordinator and there, and the offsets it commits.
 *
 * Owns: the three sets a partition passes through (new, pending, added) and the offsets not committed yet.
 * Refuses to know: states and requests.
 */
import type { TopicPartition } from '../../protocol/record-batch.ts';
import type { OffsetToCommit } from './offsets.ts';

export class OngoingTransaction {
  /** A record waits for them. */
  private readonly fresh = new Map<string, TopicPartition>();
  /** The coordinator has been asked to add them. */
  private readonly pending = new Map<string, TopicPartition>();
  private readonly partitions = new Map<string, TopicPartition>();
  private readonly offsets = new Map<string, OffsetToCommit>();
  private started = false;

  /** The coordinator knows of it: it has to be ended there, too. */
  get isStarted(): boolean {
    return this.started;
  }

  get hasPartitions(): boolean {
    return this.partitions.size > 0;
  }

  get hasNewPartitions(): boolean {
    return this.fresh.size > 0;
  }

  get hasOffsetsToCommit(): boolean {
    return this.offsets.size > 0;
  }

  contains(topic: string, partition: number): boolean {
    return this.partitions.has(nameOf(topic, partition));
  }

  /** A record goes to this partition. */
  touch(topic: string, partition: number): void {
    const name = nameOf(topic, partition);
    if (!this.partitions.has(name) && !this.pending.has(name)) this.fresh.set(name, { topic, partition });
  }

  /** Everything the coordinator has still to be asked for: what is new, and what was asked before in vain. */
  takeNewPartitions(): readonly TopicPartition[] {
    for (const [name, place] of this.fresh) this.pending.set(name, place);
    this.fresh.clear();
    return Array.from(this.pending.values());
  }

  forgetNewPartitions(): void {
    this.fresh.clear();
  }

  noLongerPending(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.pending.delete(nameOf(topic, partition));
  }

  added(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.partitions.set(nameOf(topic, partition), { topic, partition });
    this.start();
  }

  start(): void {
    this.started = true;
  }

  /** Adds to the offsets to be committed; returns all of them. */
  addOffsets(offsets: readonly OffsetToCommit[]): readonly OffsetToCommit[] {
    for (const offset of offsets) this.offsets.set(nameOf(offset.topic, offset.partition), offset);
    return Array.from(this.offsets.values());
  }

  offsetCommitted({ topic, partition }: TopicPartition): void {
    this.offsets.delete(nameOf(topic, partition));
  }

  forgetOffsets(): void {
    this.offsets.clear();
  }

  /** It is over, one way or the other. */
  end(): void {
    this.started = false;
    this.fresh.clear();
    this.pending.clear();
    this.partitions.clear();
  }
}

function nameOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
