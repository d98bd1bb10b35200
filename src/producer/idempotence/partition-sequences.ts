/**
 * The sequences of one partition: the next one to give, the last acknowledged one, and the batches in flight in order of
 * sequence (Java's TxnPartitionEntry). Why sequences start again is decided in idempotence.ts.
 */

import type { ClientLogger } from '../../client/host/logging.ts';
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/records/producer-id-and-epoch.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';

const NONE_ACKED = -1;
const SEQUENCE_SPACE = 2 ** 31;

export class PartitionSequences {
  readonly topic: string;
  readonly partition: number;
  /** The producer id and epoch of the next batch. */
  identity: ProducerIdAndEpoch = NO_PRODUCER_ID_AND_EPOCH;
  nextSequence = 0;
  /** -1 until a batch was acknowledged. */
  lastAckedSequence: number = NONE_ACKED;
  /** -1 until a batch was acknowledged. */
  lastAckedOffset = -1;
  /** In order of (producer id, epoch, sequence). */
  inFlight: ProducerBatch[] = [];

  private readonly batchLogger: ClientLogger;

  /** @param batchLogger for the lines of Java's ProducerBatch, which logs every sequence that is changed */
  constructor(topic: string, partition: number, batchLogger: ClientLogger) {
    this.batchLogger = batchLogger;
    this.topic = topic;
    this.partition = partition;
  }

  /** `topic-partition`. */
  get partitionName(): string {
    return partitionName(this);
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

  /** Numbers the batches in flight from 0, under a new producer id or epoch. */
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

  /** Moves the batches after a refused one up to its sequences, which the broker has not counted. */
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
      `Resetting sequence number of batch with current sequence ${batch.baseSequence} for partition ${this.partitionName} to ${baseSequence}`,
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
