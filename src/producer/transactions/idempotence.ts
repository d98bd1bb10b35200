/**
 * The producer's identity and its sequences (the idempotent half of TransactionManager).
 *
 * Owns: getting a producer id, giving sequences, judging errors that are about them, bumping the epoch when a sequence
 * is lost for good.
 * Refuses to know: queues and connections; transactions (they will stand beside it).
 */

import { ERRORS } from '../../protocol/errors.ts';
import {
  ClusterAuthorizationException,
  exceptionFor,
  KafkaException,
  OutOfOrderSequenceException,
  UnknownProducerIdException,
  UnsupportedVersionException,
} from '../../protocol/exceptions.ts';
import type {
  InitProducerIdRequest,
  InitProducerIdResponse,
  ProducePartitionResponse,
} from '../../protocol/messages.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { ClientLogger } from '../logging.ts';
import type { IdempotenceGate } from './idempotence-gate.ts';
import { NO_PRODUCER_ID_AND_EPOCH, PartitionSequences, type ProducerIdAndEpoch } from './partition-sequences.ts';
import { checkTransition, type TransactionState } from './state.ts';

const MAX_EPOCH = 32_767;
const NO_TRANSACTION_TIMEOUT_MS = 2_147_483_647;

export interface IdempotenceOptions {
  readonly logger: ClientLogger;
  readonly onTransition: (source: TransactionState, target: TransactionState) => void;
}

export class Idempotence implements IdempotenceGate {
  private readonly options: IdempotenceOptions;
  private state: TransactionState = 'UNINITIALIZED';
  private identity: ProducerIdAndEpoch = NO_PRODUCER_ID_AND_EPOCH;
  private error: KafkaException | null = null;
  private isInitRequested = false;
  private isEpochBumpRequired = false;
  private readonly partitions = new Map<string, (PartitionSequences | undefined)[]>();
  private readonly toRewrite = new Set<PartitionSequences>();
  /** Expired after a retry: nobody knows whether the broker has it. Value: the sequence after it. */
  private readonly unresolved = new Map<PartitionSequences, number>();

  constructor(options: IdempotenceOptions) {
    this.options = options;
  }

  // --- State ---------------------------------------------------------------------------------------------------------------

  get hasFatalError(): boolean {
    return this.state === 'FATAL_ERROR';
  }

  get lastError(): KafkaException | null {
    return this.error;
  }

  /** @throws KafkaException while nothing can be sent any more */
  failIfNotReadyForSend(): void {
    if (!this.hasFatalError) return;
    const message = 'Cannot execute transactional method because we are in an error state';
    throw new KafkaException(message, { cause: this.error });
  }

  private transitionTo(target: TransactionState): void {
    checkTransition(this.state, target, null);
    const source = this.state;
    this.state = target;
    this.options.onTransition(source, target);
  }

  private transitionToFatalError(error: KafkaException): void {
    this.transitionTo('FATAL_ERROR');
    this.error = error;
  }

  // --- The producer id -----------------------------------------------------------------------------------------------------

  /** The request that is to be sent next, if a producer id is needed; each is handed out once. */
  nextRequest(): InitProducerIdRequest | null {
    if (!this.isInitRequested) return null;
    this.isInitRequested = false;
    return {
      api: 'InitProducerId',
      transactionalId: null,
      transactionTimeoutMs: NO_TRANSACTION_TIMEOUT_MS,
      producerId: NO_PRODUCER_ID_AND_EPOCH.producerId,
      producerEpoch: NO_PRODUCER_ID_AND_EPOCH.epoch,
    };
  }

  /** The request could not be sent, or was not answered: it is to be sent again. */
  retryRequest(): void {
    this.isInitRequested = true;
  }

  /** Once per turn: renumbers what lost its place, and asks for a producer id when there is none. */
  bumpEpochAndResetIdIfNeeded(): void {
    if (this.isEpochBumpRequired) this.bumpEpoch();
    if (this.state === 'INITIALIZING' || this.hasFatalError || this.hasProducerId) return;
    this.transitionTo('INITIALIZING');
    this.isInitRequested = true;
  }

  /** Returns false if the request has to be sent again. */
  handleInitProducerId({ error, producerId, producerEpoch }: InitProducerIdResponse): boolean {
    if (error === 'NONE') {
      this.setIdentity({ producerId, epoch: producerEpoch });
      this.transitionTo('READY');
      this.error = null;
      return true;
    }
    if (ERRORS[error].retriable) return false;
    if (error === 'CLUSTER_AUTHORIZATION_FAILED' || error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED') {
      this.options.logger.info(
        `Abortable authorization error: ${ERRORS[error].message}.  Transition the producer state to ABORTABLE_ERROR`,
      );
      this.transitionTo('ABORTABLE_ERROR');
      this.error = exceptionFor(error);
    } else {
      this.transitionToFatalError(
        new KafkaException(`Unexpected error in InitProducerIdResponse; ${ERRORS[error].message}`),
      );
    }
    return true;
  }

  versionMismatch(exception: UnsupportedVersionException): void {
    this.transitionToFatalError(exception);
  }

  /** An authorization error is forgiven once all that was buffered has failed with it. Returns it, and starts anew. */
  takeAuthorizationError(): KafkaException | null {
    const { error } = this;
    if (this.state !== 'ABORTABLE_ERROR' || error === null) return null;
    this.transitionTo('UNINITIALIZED');
    this.error = null;
    return error;
  }

  private get hasProducerId(): boolean {
    return this.identity.producerId !== NO_PRODUCER_ID_AND_EPOCH.producerId;
  }

  private setIdentity(identity: ProducerIdAndEpoch): void {
    this.options.logger.info(`ProducerId set to ${identity.producerId} with epoch ${identity.epoch}`);
    this.identity = identity;
  }

  private bumpEpoch(): void {
    if (this.identity.epoch === MAX_EPOCH) {
      this.identity = NO_PRODUCER_ID_AND_EPOCH;
      this.state = 'UNINITIALIZED';
    } else {
      this.setIdentity({ producerId: this.identity.producerId, epoch: this.identity.epoch + 1 });
    }
    for (const sequences of this.toRewrite) {
      sequences.startAtBeginning(this.identity);
      this.unresolved.delete(sequences);
    }
    this.toRewrite.clear();
    this.isEpochBumpRequired = false;
  }

  // --- Sequences -----------------------------------------------------------------------------------------------------------

  holdsBack(first: ProducerBatch): boolean {
    if (!this.hasProducerId || this.hasFatalError) return true;
    const sequences = this.sequencesOf(first);
    const [firstInFlight] = sequences.inFlight;
    if (!first.hasSequence) {
      const isStale = sequences.identity !== this.identity;
      if (firstInFlight !== undefined && isStale) return true;
      return this.unresolved.has(sequences);
    }
    return firstInFlight !== undefined && first.baseSequence !== firstInFlight.baseSequence;
  }

  giveSequence(batch: ProducerBatch): void {
    if (batch.hasSequence) return;
    const sequences = this.sequencesOf(batch);
    if (sequences.identity !== this.identity) {
      // Nothing of the old identity is in flight, or the gate would be closed.
      sequences.startAtBeginning(this.identity);
    }
    const { producerId, epoch: producerEpoch } = this.identity;
    const baseSequence = sequences.nextSequence;
    batch.setProducerState({ producerId, producerEpoch, baseSequence, isTransactional: false });
    sequences.advance(batch.recordCount);
    sequences.add(batch);
  }

  addInFlightBatch(batch: ProducerBatch): void {
    this.sequencesOf(batch).add(batch);
  }

  removeInFlightBatch(batch: ProducerBatch): void {
    this.sequencesOf(batch).remove(batch);
  }

  batchCompleted(batch: ProducerBatch, baseOffset: number): void {
    const sequences = this.sequencesOf(batch);
    sequences.acked(batch, baseOffset);
    sequences.remove(batch);
  }

  /** @param adjustSequences the batch was refused for good: the broker does not count its sequences */
  batchFailed(batch: ProducerBatch, error: Error, adjustSequences: boolean): void {
    if (error instanceof ClusterAuthorizationException || error instanceof UnsupportedVersionException) {
      this.transitionToFatalError(error);
    }
    const sequences = this.sequencesOf(batch);
    sequences.remove(batch);
    if (this.hasFatalError) return;
    const isUnknownProducer = error instanceof UnknownProducerIdException;
    if (error instanceof OutOfOrderSequenceException) {
      const { producerId, producerEpoch, baseSequence } = batch;
      this.options.logger.error(
        `The broker returned ${error.javaClass}: ${error.message} for topic-partition ${batch.place} with producerId ${producerId}, epoch ${producerEpoch}, and sequence number ${baseSequence}`,
      );
      this.requestEpochBump(sequences);
    } else if (isUnknownProducer) {
      this.forget(sequences);
    } else if (adjustSequences) {
      this.requestEpochBump(sequences);
    }
  }

  /** Whether an error that is about sequences may be retried; any other error decides for itself. */
  canRetry({ error, logStartOffset }: ProducePartitionResponse, batch: ProducerBatch): boolean {
    const sequences = this.sequencesOf(batch);
    if (error === 'UNKNOWN_PRODUCER_ID') {
      // Without a log start offset the broker may just not have replicated far enough.
      if (logStartOffset === -1 || batch.sequenceHasBeenReset) return true;
      this.requestEpochBump(sequences);
      return true;
    }
    if (error === 'OUT_OF_ORDER_SEQUENCE_NUMBER') {
      const isUnresolved = this.unresolved.has(sequences);
      if (!isUnresolved && (batch.sequenceHasBeenReset || !sequences.isNext(batch.baseSequence))) return true;
      if (!isUnresolved || this.unresolved.get(sequences) === batch.baseSequence) this.requestEpochBump(sequences);
      return true;
    }
    return ERRORS[error].retriable;
  }

  /** A batch expired that may or may not have been written. */
  markSequenceUnresolved(batch: ProducerBatch): void {
    const sequences = this.sequencesOf(batch);
    const next = batch.lastSequence + 1;
    this.unresolved.set(sequences, Math.max(this.unresolved.get(sequences) ?? next, next));
  }

  /** Once nothing of a partition is in flight, it shows whether its unresolved sequences were written. */
  maybeResolveSequences(): void {
    if (this.unresolved.size === 0) return;
    for (const sequences of Array.from(this.unresolved.keys())) {
      if (sequences.inFlight.length > 0) continue;
      if (!sequences.isNext(sequences.nextSequence)) {
        this.options.logger.info(
          `No inflight batches remaining for ${sequences.place}, last ack'd sequence for partition is ${sequences.lastAckedSequence}, next sequence is ${sequences.nextSequence}. Going to bump epoch and reset sequence numbers.`,
        );
        this.requestEpochBump(sequences);
      }
      this.unresolved.delete(sequences);
    }
  }

  private requestEpochBump(sequences: PartitionSequences): void {
    this.isEpochBumpRequired = true;
    this.toRewrite.add(sequences);
  }

  private forget(sequences: PartitionSequences): void {
    const ofTopic = this.partitions.get(sequences.topic);
    if (ofTopic !== undefined) ofTopic[sequences.partition] = undefined;
    this.unresolved.delete(sequences);
  }

  private sequencesOf({ topic, partition }: ProducerBatch): PartitionSequences {
    let ofTopic = this.partitions.get(topic);
    if (ofTopic === undefined) {
      ofTopic = [];
      this.partitions.set(topic, ofTopic);
    }
    ofTopic[partition] ??= new PartitionSequences(topic, partition);
    return ofTopic[partition] as PartitionSequences;
  }
}
