/**
 * What happens to a batch when its request is answered, or will not be (Sender.completeBatch): success, another attempt, a
 * split, or failure.
 */

import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import { type KafkaException, TimeoutException } from '../../protocol/errors/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { Idempotence } from '../idempotence/idempotence.ts';
import type { RowErrors } from '../result/batch-result.ts';
import { batchException, describeError, describeOutcome, rowErrors } from './produce-outcome.ts';

export interface CompletionParts {
  readonly accumulator: RecordAccumulator;
  readonly metadata: ProducerMetadata;
  /** `null` without idempotence. */
  readonly idempotence: Idempotence | null;
  readonly retryBackoff: RetryBackoff;
  /** Whether a partition with a batch in flight sends nothing else (max.in.flight.requests.per.connection is 1). */
  readonly guaranteesOrder: boolean;
}

export class Completion {
  private readonly context: ProducerContext;
  private readonly parts: CompletionParts;
  private readonly retries: number;

  constructor(context: ProducerContext, parts: CompletionParts) {
    this.context = context;
    this.parts = parts;
    this.retries = context.config.retries;
  }

  /** Does what the broker's response for the batch asks for. */
  handle(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number, nowMs: number): void {
    const { error } = response;
    batch.isAwaited = false;
    if (error === 'NONE') this.succeed(batch, response);
    else if (error === 'MESSAGE_TOO_LARGE' && batch.recordCount > 1 && !batch.isDone)
      this.split(batch, response, correlationId);
    else {
      if (this.canRetry(batch, response, nowMs)) this.retry(batch, response, correlationId, nowMs);
      else if (error === 'DUPLICATE_SEQUENCE_NUMBER') this.succeed(batch, response);
      else this.refuse(batch, response);
      this.noteStaleMetadataLater(batch, response);
    }
    if (!this.parts.guaranteesOrder) return;
    if (this.context.stops.isStopped) this.unmuteLater(batch);
    else this.unmute(batch);
  }

  /** Fails a batch that is older than delivery.timeout.ms. */
  expire(batch: ProducerBatch, nowMs: number): void {
    const age = nowMs - batch.createdMs;
    const { config, events } = this.context;
    const message = config.version.texts.batchExpired(batch.recordCount, batch.partitionName, age);
    events.emit('batchExpired', batch);
    const error = new TimeoutException(message);
    this.fail(batch, error, error, false);
    if (batch.timing.isRetry)
      this.context.stops.afterwards(() => this.parts.idempotence?.markSequenceUnresolved(batch));
  }

  private succeed(batch: ProducerBatch, { baseOffset, logAppendTimeMs }: ProducePartitionResponse): void {
    this.parts.idempotence?.batchCompleted(batch, baseOffset);
    if (!batch.complete(baseOffset, logAppendTimeMs)) {
      this.parts.accumulator.deallocateLate(batch);
      return;
    }
    if (this.context.stops.isStopped) this.releaseLater(batch);
    else this.release(batch);
  }

  private refuse(batch: ProducerBatch, response: ProducePartitionResponse): void {
    const whole = batchException(response);
    // With attempts left, the refusal is the broker's decision, and the broker does not count the batch's sequences.
    this.fail(batch, whole, rowErrors(response, whole), batch.attempts < this.retries);
  }

  private fail(batch: ProducerBatch, error: KafkaException, errors: RowErrors, adjustSequences: boolean): void {
    this.context.metrics.recordErrors(batch.recordCount, batch.topic);
    if (!batch.completeExceptionally(errors)) {
      this.parts.accumulator.deallocateLate(batch);
      return;
    }
    this.context.stops.afterwards(() => {
      this.noteFailure(batch, error, adjustSequences);
      this.release(batch);
    });
  }

  private noteFailure(batch: ProducerBatch, error: KafkaException, adjustSequences: boolean): void {
    try {
      this.parts.idempotence?.batchFailed(batch, error, adjustSequences);
    } catch (illegal) {
      // As in Java: the transaction manager is in a fatal state now; the batch has ended all the same.
      this.context.loggers.sender.debug(
        'Encountered error when transaction manager was handling a failed batch',
        illegal as Error,
      );
    }
  }

  private split(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number): void {
    const { idempotence, accumulator } = this.parts;
    const { loggers, metrics, events } = this.context;
    loggers.sender.warn(
      `Got error produce response in correlation id ${correlationId} on topic-partition ${batch.partitionName}, splitting and retrying (${this.retries - batch.attempts} attempts left). Error: ${describeError(response)}`,
    );
    idempotence?.removeInFlightBatch(batch);
    const parts = accumulator.splitAndReenqueue(batch);
    this.release(batch);
    metrics.recordSplit();
    events.emit('batchSplit', batch, parts);
  }

  private retry(batch: ProducerBatch, response: ProducePartitionResponse, correlationId: number, nowMs: number): void {
    const { idempotence, accumulator, retryBackoff } = this.parts;
    const { loggers, metrics, events } = this.context;
    loggers.sender.warn(
      `Got error produce response with correlation id ${correlationId} on topic-partition ${batch.partitionName}, retrying (${this.retries - batch.attempts - 1} attempts left). Error: ${describeError(response)}`,
    );
    idempotence?.failIfUntracked(batch);
    accumulator.reenqueue(batch, nowMs);
    this.leaveFlight(batch);
    metrics.recordRetries(batch.recordCount, batch.topic);
    events.emit('batchRetried', batch, response.error, retryBackoff.expectedMs(batch.attempts));
  }

  private canRetry(batch: ProducerBatch, response: ProducePartitionResponse, nowMs: number): boolean {
    const { idempotence } = this.parts;
    const isExpired = batch.timing.hasReachedDeliveryTimeout(this.context.config.deliveryTimeoutMs, nowMs);
    if (isExpired || batch.attempts >= this.retries || batch.isDone) return false;
    return idempotence === null ? ERRORS[response.error].retriable === true : idempotence.canRetry(response, batch);
  }

  private noteStaleMetadataLater(batch: ProducerBatch, response: ProducePartitionResponse): void {
    this.context.stops.afterwards(() => this.noteStaleMetadata(batch, response));
  }

  private noteStaleMetadata(batch: ProducerBatch, response: ProducePartitionResponse): void {
    const { error } = response;
    if (!ERRORS[error].invalidatesMetadata) return;
    const { config, loggers } = this.context;
    if (error === 'UNKNOWN_TOPIC_OR_PARTITION') {
      loggers.sender.warn(
        `Received unknown topic or partition error in produce request on partition ${batch.partitionName}. The topic-partition may not exist or the user may not have Describe access to it`,
      );
    } else {
      loggers.sender.warn(config.version.texts.staleMetadata(batch.partitionName, describeOutcome(response)));
    }
    this.parts.metadata.requestUpdate();
  }

  /** The batch is done: it leaves the batches in flight, and its memory is free. */
  private release(batch: ProducerBatch): void {
    this.leaveFlight(batch);
    this.parts.accumulator.deallocate(batch);
  }

  private releaseLater(batch: ProducerBatch): void {
    this.context.stops.afterwards(() => this.release(batch));
  }

  private leaveFlight(batch: ProducerBatch): void {
    batch.isInFlight = false;
    const inFlight = this.parts.accumulator.queueOf(batch.topic, batch.partition)?.inFlight;
    const index = inFlight?.indexOf(batch) ?? -1;
    if (index === 0) inFlight?.shift();
    else if (index > 0) inFlight?.splice(index, 1);
  }

  private unmute(batch: ProducerBatch): void {
    const queue = this.parts.accumulator.queueOf(batch.topic, batch.partition);
    if (queue !== undefined) queue.isMuted = false;
  }

  private unmuteLater(batch: ProducerBatch): void {
    this.context.stops.afterwards(() => this.unmute(batch));
  }
}
