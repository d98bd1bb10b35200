/**
 * Giving batches their sequences, and judging what becomes of them by these (the idempotent half of TransactionManager).
 *
 * Owns: when a batch may go, which errors may be retried, what a failed batch means for those after it.
 * Refuses to know: queues and connections; what a transaction is, but for the few places where it changes a verdict.
 */

import { type ClientLogger, describeException } from '../../client/host/logging.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { ERRORS } from '../../protocol/errors.ts';
import {
  ClusterAuthorizationException,
  IllegalStateException,
  KafkaException,
  OutOfOrderSequenceException,
  ProducerFencedException,
  TransactionalIdAuthorizationException,
  UnknownProducerIdException,
  UnsupportedVersionException,
} from '../../protocol/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID_AND_EPOCH } from '../../protocol/producer-id-and-epoch.ts';
import type { IdempotenceGate } from '../accumulator/idempotence-gate.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { Lifecycle } from '../transactions/state/lifecycle.ts';
import { EPOCH_BUMPS, type EpochBump } from './epoch-bump.ts';
import type { PartitionSequences } from './partition-sequences.ts';
import type { ProducerIdentity } from './producer-id.ts';
import { Sequences } from './sequences.ts';

export interface IdempotenceOptions {
  readonly version: ClientVersion;
  readonly logger: ClientLogger;
  readonly batchLogger: ClientLogger;
  readonly lifecycle: Lifecycle;
  readonly identity: ProducerIdentity;
  /** `null` without a transactional.id. */
  readonly transaction: TransactionRules | null;
}

/** What idempotence has to know of a transaction. */
export interface TransactionRules {
  /** The partition has been added to the transaction. */
  contains(topic: string, partition: number): boolean;
  /** The coordinator is one that can raise the epoch of a living producer (KIP-360). */
  readonly canBumpEpoch: () => boolean;
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

  constructor({ version, logger, batchLogger, lifecycle, identity, transaction }: IdempotenceOptions) {
    this.sequences = new Sequences(batchLogger, version.texts);
    this.epochBump = EPOCH_BUMPS[version.policies.epochBump];
    this.logger = logger;
    this.lifecycle = lifecycle;
    this.identity = identity;
    this.transaction = transaction;
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
    // Nothing of the old identity is in flight, or the gate would be closed.
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

  /** @throws IllegalStateException if the partition was forgotten while the batch was out: it has no place any more */
  failIfUntracked(batch: ProducerBatch): void {
    if (this.sequences.of(batch).inFlight.length > 0) return;
    throw new IllegalStateException(
      `We are re-enqueueing a batch which is not tracked as part of the in flight requests. batch.topicPartition: ${batch.place}; batch.baseSequence: ${batch.baseSequence}`,
    );
  }

  removeInFlightBatch(batch: ProducerBatch): void {
    this.sequences.of(batch).remove(batch);
  }

  // --- Between transactions --------------------------------------------------------------------------------------------------

  /** The producer's id or epoch is another one by the coordinator's word: every partition starts from 0. */
  forgetSequences(): void {
    this.sequences.forgetAll();
  }

  /** Once per turn of a producer without transactions: raises the epoch if something was lost for good. */
  bumpEpochIfRequired(): void {
    if (this.identity.isEpochBumpRequired && this.epochBump.isDue(this.sequences)) this.bumpEpoch();
  }

  private bumpEpoch(): void {
    const { identity } = this;
    if (!identity.bump()) this.lifecycle.moveTo('UNINITIALIZED');
    this.sequences.restart(identity.current);
    identity.isEpochBumpRequired = false;
  }

  /** Once nothing of a partition is in flight, it shows whether its unresolved sequences were written. */
  maybeResolveSequences(): void {
    if (this.sequences.hasUnresolved) this.resolveSequences();
  }

  private resolveSequences(): void {
    this.sequences.resolve((lost) => {
      if (this.transaction === null) {
        this.logger.info(
          `No inflight batches remaining for ${lost.place}, last ack'd sequence for partition is ${lost.lastAckedSequence}, next sequence is ${lost.nextSequence}. Going to bump epoch and reset sequence numbers.`,
        );
        this.requestEpochBump(lost);
      } else if (this.transaction.canBumpEpoch()) {
        this.identity.isEpochBumpRequired = true;
        this.lifecycle.failAbortably(new KafkaException(`${UNACKED}It is safe to abort the transaction and continue.`));
      } else this.lifecycle.failFatally(new KafkaException(`${UNACKED}It isn't safe to continue.`));
    });
  }

  // --- After sending ---------------------------------------------------------------------------------------------------------

  /** @throws IllegalStateException if the partition was forgotten while the batch was out: as in Java, the answer is lost */
  batchCompleted(batch: ProducerBatch, baseOffset: number): void {
    const sequences = this.sequences.known(batch);
    sequences.acked(batch, baseOffset);
    sequences.remove(batch);
  }

  /** @param adjustSequences the batch was refused for good: the broker does not count its sequences */
  batchFailed(batch: ProducerBatch, error: Error, adjustSequences: boolean): void {
    this.noteError(error);
    const sequences = this.sequences.of(batch);
    sequences.remove(batch);
    if (this.lifecycle.hasFatalError) return;
    if (error instanceof OutOfOrderSequenceException && !this.isTransactional) {
      const { producerId, producerEpoch, baseSequence } = batch;
      this.logger.error(
        `The broker returned ${describeException(error)} for topic-partition ${batch.place} with producerId ${producerId}, epoch ${producerEpoch}, and sequence number ${baseSequence}`,
      );
      this.requestEpochBump(sequences);
      // The broker has forgotten the producer, and takes 0 for its next sequence.
    } else if (error instanceof UnknownProducerIdException) this.sequences.forget(sequences);
    else if (adjustSequences && this.isTransactional) this.closeGap(sequences, batch);
    else if (adjustSequences) this.requestEpochBump(sequences);
  }

  /** A send failed, at once or in the end: fatal for the producer, the end of its transaction, or neither. */
  noteError(error: Error): void {
    const { transaction, lifecycle } = this;
    if (
      error instanceof ClusterAuthorizationException ||
      error instanceof TransactionalIdAuthorizationException ||
      error instanceof ProducerFencedException ||
      error instanceof UnsupportedVersionException
    ) {
      lifecycle.failFatally(error);
    } else if (transaction !== null) {
      if (transaction.canBumpEpoch() && !lifecycle.isCompleting) this.identity.isEpochBumpRequired = true;
      lifecycle.failAbortably(error);
    }
  }

  markSequenceUnresolved(batch: ProducerBatch): void {
    this.sequences.markUnresolved(batch);
  }

  /** Whether an error that is about sequences may be retried; any other error decides for itself. */
  canRetry(response: ProducePartitionResponse, batch: ProducerBatch): boolean {
    const { error } = response;
    if (error === 'UNKNOWN_PRODUCER_ID') return this.canRetryUnknownProducer(response.logStartOffset, batch);
    if (error === 'OUT_OF_ORDER_SEQUENCE_NUMBER') return this.canRetryOutOfOrder(batch);
    return ERRORS[error].retriable;
  }

  private canRetryUnknownProducer(logStartOffset: number, batch: ProducerBatch): boolean {
    // Without a log start offset the partition may just have moved away from the broker.
    if (logStartOffset === -1 || batch.sequenceHasBeenReset) return true;
    if (!this.isTransactional) {
      this.requestEpochBump(this.sequences.of(batch));
      return true;
    }
    // A batch before it may have failed with the same error: then its partition is forgotten, and this throws, as in Java.
    const sequences = this.sequences.known(batch);
    // The head of the log is gone, and with it what the broker knew of the producer: no harm done, start again.
    const isTruncated = sequences.lastAckedOffset < logStartOffset;
    if (isTruncated) sequences.startAtBeginning(this.identity.current);
    return isTruncated;
  }

  private canRetryOutOfOrder(batch: ProducerBatch): boolean {
    const sequences = this.sequences.of(batch);
    const isUnresolved = this.sequences.isUnresolved(sequences);
    // Not the next one: the one before it may still arrive.
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

  /** In a transaction the epoch stays: what follows a refused batch moves up into its place. */
  private closeGap(sequences: PartitionSequences, refused: ProducerBatch): void {
    // Not tracked: its sequences were forgotten a moment ago.
    if (sequences.identity === NO_PRODUCER_ID_AND_EPOCH) return;
    if (sequences.nextSequence < refused.recordCount) {
      throw new IllegalStateException(
        `Sequence number for partition ${sequences.place} is going to become negative: ${sequences.nextSequence - refused.recordCount}`,
      );
    }
    sequences.closeGap(refused);
  }
}
