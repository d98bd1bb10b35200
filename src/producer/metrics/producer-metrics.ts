/**
 * The producer's metrics that a test or a lesson looks at, by Java's names (group producer-metrics).
 *
 * Owns: counting, per request and per batch. Refuses to know: time windows; averages are over the whole life.
 */
import type { ProducerBatch } from '../accumulator/producer-batch.ts';

class Average {
  private sum = 0;
  private count = 0;
  max: number = Number.NEGATIVE_INFINITY;

  record(value: number): void {
    this.sum += value;
    this.count++;
    if (value > this.max) this.max = value;
  }

  /** NaN as in Java before the first value. */
  get average(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  get maximum(): number {
    return this.count === 0 ? Number.NaN : this.max;
  }
}

export interface MetricSources {
  readonly bufferTotalBytes: () => number;
  readonly bufferAvailableBytes: () => number;
  readonly waitingThreads: () => number;
  readonly requestsInFlight: () => number;
}

export class ProducerMetrics {
  private readonly batchSize = new Average();
  private readonly queueTime = new Average();
  private readonly recordsPerRequest = new Average();
  private readonly recordSize = new Average();
  private readonly latency = new Average();
  private sent = 0;
  private retried = 0;
  private failed = 0;
  private splits = 0;
  private exhausted = 0;

  recordRequest(batches: readonly ProducerBatch[]): void {
    let records = 0;
    for (const batch of batches) {
      this.batchSize.record(batch.estimatedSizeInBytes);
      this.queueTime.record(batch.queueTimeMs);
      this.recordSize.record(batch.maxRecordSize);
      records += batch.recordCount;
    }
    this.recordsPerRequest.record(records);
    this.sent += records;
  }

  recordRetries(records: number): void {
    this.retried += records;
  }

  recordErrors(records: number): void {
    this.failed += records;
  }

  recordSplit(): void {
    this.splits++;
  }

  recordLatency(ms: number): void {
    this.latency.record(ms);
  }

  recordBufferExhausted(): void {
    this.exhausted++;
  }

  /** Name -> value, sorted by name. */
  values(sources: MetricSources): ReadonlyMap<string, number> {
    return new Map<string, number>([
      ['batch-size-avg', this.batchSize.average],
      ['batch-size-max', this.batchSize.maximum],
      ['batch-split-total', this.splits],
      ['buffer-available-bytes', sources.bufferAvailableBytes()],
      ['buffer-exhausted-total', this.exhausted],
      ['buffer-total-bytes', sources.bufferTotalBytes()],
      ['record-error-total', this.failed],
      ['record-queue-time-avg', this.queueTime.average],
      ['record-queue-time-max', this.queueTime.maximum],
      ['record-retry-total', this.retried],
      ['record-send-total', this.sent],
      ['record-size-avg', this.recordSize.average],
      ['record-size-max', this.recordSize.maximum],
      ['records-per-request-avg', this.recordsPerRequest.average],
      ['request-latency-avg', this.latency.average],
      ['request-latency-max', this.latency.maximum],
      ['requests-in-flight', sources.requestsInFlight()],
      ['waiting-threads', sources.waitingThreads()],
    ]);
  }
}
