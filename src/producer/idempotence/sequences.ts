/**
 * The sequences of all partitions that a producer writes to: which of them are unresolved, and which start again with the next
 * epoch (Java's TxnPartitionMap). Why they do is decided in idempotence.ts.
 */

import { RecallMap } from '../../client/collections/recall-map.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { ProducerIdAndEpoch } from '../../protocol/records/producer-id-and-epoch.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { PartitionSequences } from './partition-sequences.ts';

export class Sequences {
  private readonly batchLogger: ClientLogger;
  private readonly texts: ClientTexts;
  private readonly byTopic = new RecallMap<(PartitionSequences | undefined)[]>();
  private readonly toRestart = new Set<PartitionSequences>();
  /**
   * Partitions with a batch that expired after a retry, so that the broker may or may not have written it; the value is the
   * sequence after that batch.
   */
  private readonly unresolved = new Map<PartitionSequences, number>();

  constructor(batchLogger: ClientLogger, texts: ClientTexts) {
    this.batchLogger = batchLogger;
    this.texts = texts;
  }

  /** The sequences of a partition; they begin here if the partition is new. */
  of({ topic, partition }: TopicPartition): PartitionSequences {
    let ofTopic = this.byTopic.get(topic);
    if (ofTopic === undefined) {
      ofTopic = [];
      this.byTopic.set(topic, ofTopic);
    }
    ofTopic[partition] ??= new PartitionSequences(topic, partition, this.batchLogger);
    return ofTopic[partition];
  }

  /** @throws IllegalStateException if the partition has no sequences, or they were forgotten */
  known(of: TopicPartition): PartitionSequences {
    const sequences = this.byTopic.get(of.topic)?.[of.partition];
    if (sequences !== undefined) return sequences;
    throw new IllegalStateException(this.texts.sequenceNotSet(partitionName(of)));
  }

  /** Forgets a partition, whose next batch then starts from 0. */
  forget(sequences: PartitionSequences): void {
    const ofTopic = this.byTopic.get(sequences.topic);
    if (ofTopic !== undefined) ofTopic[sequences.partition] = undefined;
    this.unresolved.delete(sequences);
  }

  forgetAll(): void {
    this.byTopic.clear();
    this.unresolved.clear();
  }

  /** Notes that the batches in flight are to be numbered from 0 when the epoch is raised. */
  restartWithNextEpoch(sequences: PartitionSequences): void {
    this.toRestart.add(sequences);
  }

  /** Numbers them from 0, now that the epoch was raised. */
  restart(identity: ProducerIdAndEpoch): void {
    for (const sequences of this.toRestart) {
      sequences.startAtBeginning(identity);
      this.unresolved.delete(sequences);
    }
    this.toRestart.clear();
  }

  /** Notes that a batch has expired that the broker may or may not have written. */
  markUnresolved(batch: ProducerBatch): void {
    const sequences = this.of(batch);
    const next = batch.lastSequence + 1;
    this.unresolved.set(sequences, Math.max(this.unresolved.get(sequences) ?? next, next));
  }

  isUnresolved(sequences: PartitionSequences): boolean {
    return this.unresolved.size > 0 && this.unresolved.has(sequences);
  }

  /** Whether the sequence is the one after the batch that may or may not have been written. */
  isNextAfterUnresolved(sequences: PartitionSequences, baseSequence: number): boolean {
    return this.unresolved.get(sequences) === baseSequence;
  }

  /** Whether a batch of any partition may or may not have been written. */
  get hasUnresolved(): boolean {
    return this.unresolved.size > 0;
  }

  /**
   * Resolves the partitions that have nothing in flight any more. A partition whose last batches were not acknowledged has
   * lost them.
   */
  resolve(onLost: (sequences: PartitionSequences) => void): void {
    for (const sequences of Array.from(this.unresolved.keys())) {
      if (sequences.inFlight.length > 0) continue;
      this.unresolved.delete(sequences);
      if (!sequences.isNext(sequences.nextSequence)) onLost(sequences);
    }
  }
}
