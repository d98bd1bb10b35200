/**
 * What the current transaction touches: how far each of its partitions is on the way to the coordinator, and the offsets
 * that it has still to commit.
 *
 * Java keeps these in hash tables; here they leave in order of topic and partition.
 */

import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { OffsetToCommit } from './offsets.ts';

/** new: records wait for it; pending: the coordinator was asked to add it; added: its batches may be sent. */
type Membership = 'new' | 'pending' | 'added';

export class OngoingTransaction {
  /** By topic, then by partition. It is read for every record, and this look-up needs no key to be built. */
  private readonly topics = new Map<string, (Membership | undefined)[]>();
  private newCount = 0;
  private addedCount = 0;
  /** By partition name. */
  private readonly offsets = new Map<string, OffsetToCommit>();
  private started = false;

  /** Whether the coordinator knows of the transaction, so that it has to be ended there, too. */
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

  /** Notes that a record was appended to this partition. */
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

  /** Returns the partitions to ask the coordinator for, new ones and those of an earlier request, as pending from now on. */
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
    return taken.toSorted(byPartition);
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

  /** Notes that a record was appended to this partition, which needs no other request to be part of the transaction. */
  join(topic: string, partition: number): void {
    let ofTopic = this.topics.get(topic);
    if (ofTopic === undefined) {
      ofTopic = [];
      this.topics.set(topic, ofTopic);
    }
    if (ofTopic[partition] !== undefined) return;
    ofTopic[partition] = 'added';
    this.addedCount++;
    this.start();
  }

  start(): void {
    this.started = true;
  }

  /** @returns these offsets and those that are not committed yet */
  addOffsets(offsets: readonly OffsetToCommit[]): readonly OffsetToCommit[] {
    for (const offset of offsets) this.offsets.set(partitionName(offset), offset);
    return Array.from(this.offsets.values()).toSorted(byPartition);
  }

  offsetCommitted(partition: TopicPartition): void {
    this.offsets.delete(partitionName(partition));
  }

  forgetOffsets(): void {
    this.offsets.clear();
  }

  /** The transaction was committed or aborted. */
  end(): void {
    this.started = false;
    this.topics.clear();
    this.newCount = 0;
    this.addedCount = 0;
  }
}

function byPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
