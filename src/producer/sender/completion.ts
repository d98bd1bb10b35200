/**
 * What becomes of a batch when its request is answered, or will not be (Sender.completeBatch).
 *
 * Owns: success, another try, a split, or failure; the log lines about them.
 * Refuses to know: which batches are sent when.
 */

import type { ClientLogger } from '../../client/host/logging.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { ERRORS } from '../../protocol/errors.ts';
import { type KafkaException, TimeoutException } from '../../protocol/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { RetryBackoff } from '../accumulator/retry-backoff.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { Idempotence } from '../idempotence/idempotence.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { RowErrors } from '../result/batch-result.ts';
import { batchException, describeError, describeOutcome, rowErrors } from './produce-outcome.ts';

export interface CompletionOptions {
  readonly accumulator: RecordAccumulator;
  readonly idempotence: Idempotence | null;
  readonly metadata: ProducerMetadata;
  readonly metrics: ProducerMetrics;
  readonly events: ProducerEvents;
  readonly logger: ClientLogger;
  readonly retries: number;
  readonly retryBackoff: RetryBackoff;
  readonly version: ClientVersion;
  readonly deliveryTimeoutMs: number;
  /** max.in.flight is 1: a partition takes nothing new while a batch is out. */
  readonly guaranteesOrder: boolean;
}

/** Returns the memory of a batch that has ended: the policy `bufferReleasedWith` of the client's version. */
type BufferRelease = (accumulator: RecordAccumulator, batch: ProducerBatch) => void;

const BUFFER_RELEASES: Readonly<Record<ClientPolicies['bufferReleasedWith'], BufferRelease>> = {
  batch: (accumulator, batch) => accumulator.deallocate(batch),
};

export class Completion {
  private readonly options: CompletionOptions;
  private readonly releaseBuffer: BufferRelease;

  constructor(options: CompletionOptions) {
    this.options = options;
    this.releaseBuffer = BUFFER_RELEASES[options.version.policies.bufferReleasedWith];
  }

  /** Takes the broker's word on a batch. */
  handle(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number, nowMs: number): void {
    const { error } = response;
    if (error === 'NONE') this.succeed(batch, response);
    else if (error === 'MESSAGE_TOO_LARGE' && batch.recordCount > 1 && !batch.isDone)
      this.split(batch, response, correlationId);
    else {
      if (this.canRetry(batch, response, nowMs)) this.retry(batch, response, correlationId, nowMs);
      else if (error === 'DUPLICATE_SEQUENCE_NUMBER') this.succeed(batch, response);
      else this.refuse(batch, response);
      this.noteStaleMetadata(batch, response);
    }
    if (this.options.guaranteesOrder) this.unmute(batch);
  }

  /** delivery.timeout.ms is over. */
  expire(batch: ProducerBatch, nowMs: number): void {
    const age = nowMs - batch.createdMs;
    const message = this.options.version.texts.batchExpired(batch.recordCount, batch.place, age);
    this.options.events.emit('batchExpired', batch);
    const error = new TimeoutException(message);
    this.fail(batch, error, error, false);
    if (batch.isRetry) this.options.idempotence?.markSequenceUnresolved(batch);
  }

  private succeed(batch: ProducerBatch, { baseOffset, logAppendTimeMs }: ProducePartitionResponse): void {
    this.options.idempotence?.batchCompleted(batch, baseOffset);
    if (batch.complete(baseOffset, logAppendTimeMs)) this.letGo(batch);
  }

  private refuse(batch: ProducerBatch, response: ProducePartitionResponse): void {
    const whole = batchException(response);
    // With tries left, the broker's word is final, and it does not count the batch's sequences.
    this.fail(batch, whole, rowErrors(response, whole), batch.attempts < this.options.retries);
  }

  private fail(batch: ProducerBatch, error: KafkaException, errors: RowErrors, adjustSequences: boolean): void {
    this.options.metrics.recordErrors(batch.recordCount, batch.topic);
    if (!batch.completeExceptionally(errors)) return;
    try {
      this.options.idempotence?.batchFailed(batch, error, adjustSequences);
    } catch (illegal) {
      // As in Java: the state machine has put itself out of action; the batch has ended all the same.
      this.options.logger.debug(
        'Encountered error when transaction manager was handling a failed batch',
        illegal as Error,
      );
    }
    this.letGo(batch);
  }

  private split(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number): void {
    const { logger, idempotence, accumulator, metrics, retries, events } = this.options;
    logger.warn(
      `Got error produce response in correlation id ${correlationId} on topic-partition ${batch.place}, splitting and retrying (${retries - batch.attempts} attempts left). Error: ${describeError(response)}`,
    );
    idempotence?.removeInFlightBatch(batch);
    const parts = accumulator.splitAndReenqueue(batch);
    this.letGo(batch);
    metrics.recordSplit();
    events.emit('batchSplit', batch, parts);
  }

  private retry(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number, nowMs: number): void {
    const { logger, idempotence, accumulator, metrics, retries, retryBackoff, events } = this.options;
    logger.warn(
      `Got error produce response with correlation id ${correlationId} on topic-partition ${batch.place}, retrying (${retries - batch.attempts - 1} attempts left). Error: ${describeError(response)}`,
    );
    idempotence?.failIfUntracked(batch);
    accumulator.reenqueue(batch, nowMs);
    this.leaveFlight(batch);
    metrics.recordRetries(batch.recordCount, batch.topic);
    events.emit('batchRetried', batch, response.error, retryBackoff.delayMs(batch.attempts));
  }

  private canRetry(batch: ProducerBatch, response: ProducePartitionResponse, nowMs: number): boolean {
    const { deliveryTimeoutMs, retries, idempotence } = this.options;
    if (batch.hasReachedDeliveryTimeout(deliveryTimeoutMs, nowMs) || batch.attempts >= retries || batch.isDone)
      return false;
    return idempotence === null ? ERRORS[response.error].retriable : idempotence.canRetry(response, batch);
  }

  private noteStaleMetadata(batch: ProducerBatch, response: ProducePartitionResponse): void {
    const { error } = response;
    if (!ERRORS[error].invalidatesMetadata) return;
    const { logger, metadata, version } = this.options;
    if (error === 'UNKNOWN_TOPIC_OR_PARTITION') {
      logger.warn(
        `Received unknown topic or partition error in produce request on partition ${batch.place}. The topic-partition may not exist or the user may not have Describe access to it`,
      );
    } else {
      logger.warn(version.texts.staleMetadata(batch.place, describeOutcome(response)));
    }
    metadata.requestUpdate();
  }

  private letGo(batch: ProducerBatch): void {
    this.leaveFlight(batch);
    this.releaseBuffer(this.options.accumulator, batch);
  }

  private leaveFlight(batch: ProducerBatch): void {
    batch.isInFlight = false;
    const inFlight = this.options.accumulator.queueOf(batch.topic, batch.partition)?.inFlight;
    const index = inFlight?.indexOf(batch) ?? -1;
    if (index === 0) inFlight?.shift();
    else if (index > 0) inFlight?.splice(index, 1);
  }

  private unmute(batch: ProducerBatch): void {
    const queue = this.options.accumulator.queueOf(batch.topic, batch.partition);
    if (queue !== undefined) queue.isMuted = false;
  }
}
