/**
 * Each partition's sequences: the next one to give, the last acknowledged, and the batches in flight by sequence.
 *
 * Owns: TxnPartitionMap and TxnPartitionEntry.
 * Refuses to know: why sequences start anew.
 */

import type { ClientLogger } from '../../client/host/logging.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/producer-id-and-epoch.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';

const NONE_ACKED = -1;
const SEQUENCE_SPACE = 2 ** 31;

export class PartitionSequences {
  readonly topic: string;
  readonly partition: number;
  /** The identity under which the next batch goes. */
  identity: ProducerIdAndEpoch = NO_PRODUCER_ID_AND_EPOCH;
  nextSequence = 0;
  /** -1 until one was acknowledged. */
  lastAckedSequence: number = NONE_ACKED;
  /** -1 until one was acknowledged. */
  lastAckedOffset = -1;
  /** In order of (producer id, epoch, sequence). */
  inFlight: ProducerBatch[] = [];

  private readonly batchLogger: ClientLogger;

  /** @param batchLogger Java's ProducerBatch tells of every sequence that changes after it was given */
  constructor(topic: string, partition: number, batchLogger: ClientLogger) {
    this.batchLogger = batchLogger;
    this.topic = topic;
    this.partition = partition;
  }

  get place(): string {
    return `${this.topic}-${this.partition}`;
  }

  isNext(sequence: number): boolean {
    return sequence - this.lastAckedSequence === 1;
  }

  advance(recordCount: number): void {
    this.nextSequence = (this.nextSequence + recordCount) % SEQUENCE_SPACE;
  }

  add(batch: ProducerBatch): void {
    let index = this.inFlight.length;
    while (index > 0 && isAfter(this.inFlight[index - 1] as ProducerBatch, batch)) index--;
    if (index === this.inFlight.length) this.inFlight.push(batch);
    else this.inFlight.splice(index, 0, batch);
  }

  remove(batch: ProducerBatch): void {
    const index = this.inFlight.indexOf(batch);
    if (index === this.inFlight.length - 1) this.inFlight.pop();
    else if (index >= 0) this.inFlight.splice(index, 1);
  }

  acked(batch: ProducerBatch, baseOffset: number): void {
    this.lastAckedSequence = Math.max(this.lastAckedSequence, batch.lastSequence);
    if (baseOffset === -1) return;
    this.lastAckedOffset = Math.max(this.lastAckedOffset, baseOffset + batch.recordCount - 1);
  }

  /** Numbers what is in flight from 0 under a new identity. */
  startAtBeginning(identity: ProducerIdAndEpoch): void {
    let baseSequence = 0;
    for (const batch of this.inFlight) {
      this.renumber(batch, identity, baseSequence);
      baseSequence += batch.recordCount;
    }
    this.identity = identity;
    this.nextSequence = baseSequence;
    this.lastAckedSequence = NONE_ACKED;
  }

  /** What was to come after a batch that was refused for good takes its sequences. */
  closeGap({ baseSequence: from, recordCount }: ProducerBatch): void {
    this.nextSequence -= recordCount;
    for (const batch of this.inFlight) {
      if (batch.baseSequence < from) continue;
      const { producerId, producerEpoch } = batch;
      this.renumber(batch, { producerId, producerEpoch }, batch.baseSequence - recordCount);
    }
  }

  private renumber(
    batch: ProducerBatch,
    { producerId, producerEpoch }: ProducerIdAndEpoch,
    baseSequence: number,
  ): void {
    this.batchLogger.info(
      `Resetting sequence number of batch with current sequence ${batch.baseSequence} for partition ${this.place} to ${baseSequence}`,
    );
    const { isTransactional } = batch;
    batch.resetProducerState({ producerId, producerEpoch, baseSequence, isTransactional });
  }
}

function isAfter(a: ProducerBatch, b: ProducerBatch): boolean {
  if (a.producerId !== b.producerId) return a.producerId > b.producerId;
  if (a.producerEpoch !== b.producerEpoch) return a.producerEpoch > b.producerEpoch;
  return a.baseSequence > b.baseSequence;
}
