/**
 * Gives batches their sequences, and decides by these when a batch may be sent, which errors can be retried, and what a
 * failed batch means for those after it (the idempotent half of Java's TransactionManager).
 */
import { type ClientLogger, describeException } from '../../client/host/logging.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import {
  ClusterAuthorizationException,
  IllegalStateException,
  InvalidPidMappingException,
  KafkaException,
  OutOfOrderSequenceException,
  ProducerFencedException,
  TransactionalIdAuthorizationException,
  UnknownProducerIdException,
  UnsupportedVersionException,
} from '../../protocol/errors/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID_AND_EPOCH } from '../../protocol/records/producer-id-and-epoch.ts';
import type { IdempotenceGate } from '../accumulator/idempotence-gate.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { Lifecycle } from '../transaction-state/lifecycle.ts';
import { EPOCH_BUMPS, type EpochBump } from './epoch-bump.ts';
import type { PartitionSequences } from './partition-sequences.ts';
import type { ProducerIdentity } from './producer-id.ts';
import { Sequences } from './sequences.ts';
import { TRANSACTION_ERRORS } from './transaction-errors.ts';

export interface IdempotenceOptions {
  readonly version: ClientVersion;
  readonly logger: ClientLogger;
  readonly batchLogger: ClientLogger;
  readonly lifecycle: Lifecycle;
  readonly identity: ProducerIdentity;
  /** `null` without a transactional.id. */
  readonly transaction: TransactionRules | null;
}

/** What idempotence has to know of the transaction. */
export interface TransactionRules {
  /** Whether the partition was added to the transaction at the coordinator. */
  contains(topic: string, partition: number): boolean;
  /** Whether the producer can go on after an abortable error: its epoch can be raised without taking its id away (KIP-360). */
  readonly canHandleAbortableError: () => boolean;
  /** Whether the producer has to ask for the next epoch after an abortable error, and can. */
  readonly bumpsEpochItself: () => boolean;
}

const UNACKED =
  "The client hasn't received acknowledgment for some previously sent messages and can no longer retry them. ";

export class Idempotence implements IdempotenceGate {
  private readonly sequences: Sequences;
  private readonly epochBump: EpochBump;
  private readonly logger: ClientLogger;
  private readonly lifecycle: Lifecycle;
  private readonly identity: ProducerIdentity;
  private readonly transaction: TransactionRules | null;
  private readonly policies: ClientPolicies;

  constructor({ version, logger, batchLogger, lifecycle, identity, transaction }: IdempotenceOptions) {
    this.sequences = new Sequences(batchLogger, version.texts);
    this.epochBump = EPOCH_BUMPS[version.policies.epochBump];
    this.logger = logger;
    this.lifecycle = lifecycle;
    this.identity = identity;
    this.transaction = transaction;
    this.policies = version.policies;
  }

  private get isTransactional(): boolean {
    return this.transaction !== null;
  }

  // --- Before sending --------------------------------------------------------------------------------------------------------

  holdsBack(first: ProducerBatch): boolean {
    if (!this.identity.isKnown || this.lifecycle.hasFatalError) return true;
    if (this.transaction?.contains(first.topic, first.partition) === false) return true;
    const sequences = this.sequences.of(first);
    const firstInFlight = sequences.inFlight[0];
    if (!first.hasSequence) {
      const isStale = sequences.identity !== this.identity.current;
      return (firstInFlight !== undefined && isStale) || this.sequences.isUnresolved(sequences);
    }
    return firstInFlight !== undefined && first.baseSequence !== firstInFlight.baseSequence;
  }

  giveSequence(batch: ProducerBatch): void {
    if (batch.hasSequence) return;
    const sequences = this.sequences.of(batch);
    const { current } = this.identity;
    // With a batch of the old id or epoch in flight, holdsBack() would be true.
    if (sequences.identity !== current) sequences.startAtBeginning(current);
    const { producerId, producerEpoch } = current;
    const baseSequence = sequences.nextSequence;
    batch.setProducerState({ producerId, producerEpoch, baseSequence, isTransactional: this.isTransactional });
    sequences.advance(batch.recordCount);
    sequences.add(batch);
  }

  addInFlightBatch(batch: ProducerBatch): void {
    this.sequences.of(batch).add(batch);
  }

  /** @throws IllegalStateException if the partition's sequences were forgotten while the batch was in flight */
  failIfUntracked(batch: ProducerBatch): void {
    if (this.sequences.of(batch).inFlight.length > 0) return;
    throw new IllegalStateException(
      `We are re-enqueueing a batch which is not tracked as part of the in flight requests. batch.topicPartition: ${batch.partitionName}; batch.baseSequence: ${batch.baseSequence}`,
    );
  }

  removeInFlightBatch(batch: ProducerBatch): void {
    this.sequences.of(batch).remove(batch);
  }

  // --- Between transactions --------------------------------------------------------------------------------------------------

  /** Lets every partition start from 0, since the coordinator has changed the producer id or epoch. */
  forgetSequences(): void {
    this.sequences.forgetAll();
  }

  /** Raises the epoch if sequences are lost. Called in every turn of a producer without transactions. */
  bumpEpochIfRequired(): void {
    if (this.identity.isEpochBumpRequired && this.epochBump.isDue(this.sequences)) this.bumpEpoch();
  }

  private bumpEpoch(): void {
    const { identity } = this;
    if (!identity.bump()) this.lifecycle.moveTo('UNINITIALIZED');
    this.sequences.restart(identity.current);
    identity.isEpochBumpRequired = false;
  }

  /** Resolves partitions that have nothing in flight any more: only now it is known whether their sequences were written. */
  maybeResolveSequences(): void {
    if (this.sequences.hasUnresolved) this.resolveSequences();
  }

  private resolveSequences(): void {
    this.sequences.resolve((lost) => {
      if (this.transaction === null) {
        this.logger.info(
          `No inflight batches remaining for ${lost.partitionName}, last ack'd sequence for partition is ${lost.lastAckedSequence}, next sequence is ${lost.nextSequence}. Going to bump epoch and reset sequence numbers.`,
        );
        this.requestEpochBump(lost);
      } else if (this.transaction.canHandleAbortableError()) {
        if (this.transaction.bumpsEpochItself()) this.identity.isEpochBumpRequired = true;
        this.lifecycle.failAbortably(new KafkaException(`${UNACKED}It is safe to abort the transaction and continue.`));
      } else this.lifecycle.failFatally(new KafkaException(`${UNACKED}It isn't safe to continue.`));
    });
  }

  // --- After sending ---------------------------------------------------------------------------------------------------------

  /**
   * @throws IllegalStateException if the partition was forgotten while the batch was in flight; as in Java, the batch then stays
   * incomplete
   */
  batchCompleted(batch: ProducerBatch, baseOffset: number): void {
    const sequences = this.sequences.known(batch);
    sequences.acked(batch, baseOffset);
    sequences.remove(batch);
  }

  /** @param adjustSequences whether the broker has refused the batch and does not count its sequences */
  batchFailed(batch: ProducerBatch, error: Error, adjustSequences: boolean): void {
    this.noteError(error);
    const sequences = this.sequences.of(batch);
    sequences.remove(batch);
    if (this.lifecycle.hasFatalError) return;
    if (error instanceof OutOfOrderSequenceException && !this.isTransactional) {
      const { producerId, producerEpoch, baseSequence } = batch;
      this.logger.error(
        `The broker returned ${describeException(error)} for topic-partition ${batch.partitionName} with producerId ${producerId}, epoch ${producerEpoch}, and sequence number ${baseSequence}`,
      );
      this.requestEpochBump(sequences);
      // The broker has forgotten the producer, and expects 0 as its next sequence.
    } else if (error instanceof UnknownProducerIdException) this.sequences.forget(sequences);
    else if (adjustSequences && this.isTransactional) this.closeGap(sequences, batch);
    else if (adjustSequences) this.requestEpochBump(sequences);
  }

  /** Notes that a send has failed, which can be fatal for the producer or for its transaction. */
  noteError(error: Error): void {
    const { transaction, lifecycle } = this;
    if (
      error instanceof ClusterAuthorizationException ||
      error instanceof TransactionalIdAuthorizationException ||
      error instanceof ProducerFencedException ||
      error instanceof UnsupportedVersionException ||
      (this.policies.lostProducerId === 'fatal' && error instanceof InvalidPidMappingException)
    ) {
      lifecycle.failFatally(error);
    } else if (transaction !== null) {
      if (transaction.bumpsEpochItself() && !lifecycle.isCompleting) this.identity.isEpochBumpRequired = true;
      lifecycle.failAbortably(TRANSACTION_ERRORS[this.policies.failedBatchInTransaction](error));
    }
  }

  markSequenceUnresolved(batch: ProducerBatch): void {
    this.sequences.markUnresolved(batch);
  }

  /** Whether the batch can be sent again. Errors that are not about sequences are retriable or not by themselves. */
  canRetry(response: ProducePartitionResponse, batch: ProducerBatch): boolean {
    const { error } = response;
    if (error === 'UNKNOWN_PRODUCER_ID') return this.canRetryUnknownProducer(response.logStartOffset, batch);
    if (error === 'OUT_OF_ORDER_SEQUENCE_NUMBER') return this.canRetryOutOfOrder(batch);
    return ERRORS[error].retriable === true;
  }

  private canRetryUnknownProducer(logStartOffset: number, batch: ProducerBatch): boolean {
    // Without a log start offset, the partition may just have moved to another broker.
    if (logStartOffset === -1 || batch.sequenceHasBeenReset) return true;
    if (!this.isTransactional) {
      this.requestEpochBump(this.sequences.of(batch));
      return true;
    }
    // If a batch before it has failed with the same error, its partition is forgotten, and this throws, as in Java.
    const sequences = this.sequences.known(batch);
    // Retention has deleted the producer's batches, and with them what the broker knew of it: nothing is lost.
    const isTruncated = sequences.lastAckedOffset < logStartOffset;
    if (isTruncated) sequences.startAtBeginning(this.identity.current);
    return isTruncated;
  }

  private canRetryOutOfOrder(batch: ProducerBatch): boolean {
    const sequences = this.sequences.of(batch);
    const isUnresolved = this.sequences.isUnresolved(sequences);
    // The batch is not the next one: the one before it may still be written.
    if (!isUnresolved && (batch.sequenceHasBeenReset || !sequences.isNext(batch.baseSequence))) return true;
    if (this.isTransactional) return false;
    if (!isUnresolved || this.sequences.isNextAfterUnresolved(sequences, batch.baseSequence))
      this.requestEpochBump(sequences);
    return true;
  }

  private requestEpochBump(sequences: PartitionSequences): void {
    this.identity.isEpochBumpRequired = true;
    this.sequences.restartWithNextEpoch(sequences);
  }

  /** In a transaction the epoch stays, and the batches after a refused one take its sequences. */
  private closeGap(sequences: PartitionSequences, refused: ProducerBatch): void {
    // The partition has just been forgotten.
    if (sequences.identity === NO_PRODUCER_ID_AND_EPOCH) return;
    if (sequences.nextSequence < refused.recordCount) {
      throw new IllegalStateException(
        `Sequence number for partition ${sequences.partitionName} is going to become negative: ${sequences.nextSequence - refused.recordCount}`,
      );
    }
    sequences.closeGap(refused);
  }
}
