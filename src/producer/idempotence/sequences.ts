/**
 * The sequences of all partitions a producer writes to (TxnPartitionMap, and what of it is uncertain).
 *
 * Owns: finding a partition's sequences, which of them are unresolved, and which start anew with the next epoch.
 * Refuses to know: why.
 */

import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import { IllegalStateException } from '../../protocol/exceptions.ts';
import type { ProducerIdAndEpoch } from '../../protocol/producer-id-and-epoch.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { PartitionSequences } from './partition-sequences.ts';

export class Sequences {
  private readonly batchLogger: ClientLogger;
  private readonly texts: ClientTexts;
  private readonly byTopic = new Map<string, (PartitionSequences | undefined)[]>();
  private readonly toRestart = new Set<PartitionSequences>();
  /** Expired after a retry: nobody knows whether the broker has it. Value: the sequence after it. */
  private readonly unresolved = new Map<PartitionSequences, number>();

  constructor(batchLogger: ClientLogger, texts: ClientTexts) {
    this.batchLogger = batchLogger;
    this.texts = texts;
  }

  of({ topic, partition }: { readonly topic: string; readonly partition: number }): PartitionSequences {
    let ofTopic = this.byTopic.get(topic);
    if (ofTopic === undefined) {
      ofTopic = [];
      this.byTopic.set(topic, ofTopic);
    }
    ofTopic[partition] ??= new PartitionSequences(topic, partition, this.batchLogger);
    return ofTopic[partition];
  }

  /** Like `of`, for a partition that has to be known. @throws IllegalStateException if it was forgotten */
  known({ topic, partition }: { readonly topic: string; readonly partition: number }): PartitionSequences {
    const sequences = this.byTopic.get(topic)?.[partition];
    if (sequences !== undefined) return sequences;
    throw new IllegalStateException(this.texts.sequenceNotSet(`${topic}-${partition}`));
  }

  /** The next batch of the partition starts from 0, for the broker has forgotten the producer. */
  forget(sequences: PartitionSequences): void {
    const ofTopic = this.byTopic.get(sequences.topic);
    if (ofTopic !== undefined) ofTopic[sequences.partition] = undefined;
    this.unresolved.delete(sequences);
  }

  forgetAll(): void {
    this.byTopic.clear();
    this.unresolved.clear();
  }

  /** What is in flight is to be numbered from 0 when the epoch rises. */
  restartWithNextEpoch(sequences: PartitionSequences): void {
    this.toRestart.add(sequences);
  }

  /** The epoch has risen. */
  restart(identity: ProducerIdAndEpoch): void {
    for (const sequences of this.toRestart) {
      sequences.startAtBeginning(identity);
      this.unresolved.delete(sequences);
    }
    this.toRestart.clear();
  }

  /** A batch expired that may or may not have been written. */
  markUnresolved(batch: ProducerBatch): void {
    const sequences = this.of(batch);
    const next = batch.lastSequence + 1;
    this.unresolved.set(sequences, Math.max(this.unresolved.get(sequences) ?? next, next));
  }

  isUnresolved(sequences: PartitionSequences): boolean {
    return this.unresolved.size > 0 && this.unresolved.has(sequences);
  }

  /** The batch follows at once on what may or may not have been written. */
  isNextAfterUnresolved(sequences: PartitionSequences, baseSequence: number): boolean {
    return this.unresolved.get(sequences) === baseSequence;
  }

  /** Whether it is open of any partition how far the broker has got. */
  get hasUnresolved(): boolean {
    return this.unresolved.size > 0;
  }

  /**
   * Takes off the list the partitions of which nothing is in flight any more, and tells of those whose last batches were
   * not acknowledged.
   */
  resolve(tellLost: (sequences: PartitionSequences) => void): void {
    for (const sequences of Array.from(this.unresolved.keys())) {
      if (sequences.inFlight.length > 0) continue;
      this.unresolved.delete(sequences);
      if (!sequences.isNext(sequences.nextSequence)) tellLost(sequences);
    }
  }
}
