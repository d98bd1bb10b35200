/**
 * What one transaction touches: its partitions, on their way to the coordinator and there, and the offsets it commits.
 *
 * Owns: how far each partition has come (new, pending, added) and the offsets not committed yet.
 * Refuses to know: states and requests.
 *
 * Java keeps these in hash tables; here they leave in order of topic and partition.
 */
import type { TopicPartition } from '../../../protocol/record-batch.ts';
import type { OffsetToCommit } from './offsets.ts';

/** new: a record waits for it; pending: the coordinator has been asked to add it; added: batches may go. */
type Membership = 'new' | 'pending' | 'added';

export class OngoingTransaction {
  /** By topic, then by partition: asked of every record, so without a key to build. */
  private readonly topics = new Map<string, (Membership | undefined)[]>();
  private newCount = 0;
  private addedCount = 0;
  private readonly offsets = new Map<string, OffsetToCommit>();
  private started = false;

  /** The coordinator knows of it: it has to be ended there, too. */
  get isStarted(): boolean {
    return this.started;
  }

  get hasPartitions(): boolean {
    return this.addedCount > 0;
  }

  get hasNewPartitions(): boolean {
    return this.newCount > 0;
  }

  get hasOffsetsToCommit(): boolean {
    return this.offsets.size > 0;
  }

  contains(topic: string, partition: number): boolean {
    return this.topics.get(topic)?.[partition] === 'added';
  }

  /** A record goes to this partition. */
  touch(topic: string, partition: number): void {
    let ofTopic = this.topics.get(topic);
    if (ofTopic === undefined) {
      ofTopic = [];
      this.topics.set(topic, ofTopic);
    }
    if (ofTopic[partition] !== undefined) return;
    ofTopic[partition] = 'new';
    this.newCount++;
  }

  /** Everything the coordinator has still to be asked for: what is new, and what was asked before in vain. */
  takeNewPartitions(): readonly TopicPartition[] {
    const taken: TopicPartition[] = [];
    for (const [topic, ofTopic] of this.topics) {
      for (const [partition, membership] of ofTopic.entries()) {
        if (membership !== 'new' && membership !== 'pending') continue;
        ofTopic[partition] = 'pending';
        taken.push({ topic, partition });
      }
    }
    this.newCount = 0;
    return taken.toSorted(byPlace);
  }

  forgetNewPartitions(): void {
    if (this.newCount === 0) return;
    for (const ofTopic of this.topics.values()) {
      for (const [partition, membership] of ofTopic.entries()) if (membership === 'new') ofTopic[partition] = undefined;
    }
    this.newCount = 0;
  }

  noLongerPending(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      const ofTopic = this.topics.get(topic);
      if (ofTopic?.[partition] === 'pending') ofTopic[partition] = undefined;
    }
  }

  added(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      this.touch(topic, partition);
      const ofTopic = this.topics.get(topic) as (Membership | undefined)[];
      if (ofTopic[partition] === 'new') this.newCount--;
      if (ofTopic[partition] !== 'added') this.addedCount++;
      ofTopic[partition] = 'added';
    }
    this.start();
  }

  start(): void {
    this.started = true;
  }

  /** Adds to the offsets to be committed; returns all of them. */
  addOffsets(offsets: readonly OffsetToCommit[]): readonly OffsetToCommit[] {
    for (const offset of offsets) this.offsets.set(nameOf(offset), offset);
    return Array.from(this.offsets.values()).toSorted(byPlace);
  }

  offsetCommitted(place: TopicPartition): void {
    this.offsets.delete(nameOf(place));
  }

  forgetOffsets(): void {
    this.offsets.clear();
  }

  /** It is over, one way or the other. */
  end(): void {
    this.started = false;
    this.topics.clear();
    this.newCount = 0;
    this.addedCount = 0;
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

function byPlace(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
