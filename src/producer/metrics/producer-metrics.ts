/**
 * What a producer counts, per batch, request or call but never per record (the sensors of Java's Sender and BufferPool, and
 * KafkaProducerMetrics). metrics-report.ts has the names.
 */
import { Meter, Samples, type Windows } from './samples.ts';
import { TopicMetrics } from './topic-metrics.ts';

/** Calls whose durations are summed up. */
export type TimedCall =
  | 'flush'
  | 'metadata-wait'
  | 'txn-abort'
  | 'txn-begin'
  | 'txn-commit'
  | 'txn-init'
  | 'txn-prepare'
  | 'txn-send-offsets';

/** What is counted of a batch. */
export interface CountedBatch {
  readonly topic: string;
  readonly recordCount: number;
  readonly estimatedSizeInBytes: number;
  readonly compressionRatio: number;
  readonly queueTimeMs: number;
  /** Upper bound of the largest record's size, in bytes. */
  readonly maxRecordSize: number;
}

const NS_PER_MS = 1_000_000;

export class ProducerMetrics {
  readonly batchSize: Samples;
  readonly compressionRate: Samples;
  readonly queueTimeMs: Samples;
  readonly recordSize: Samples;
  readonly recordsPerRequest: Samples;
  readonly requestLatencyMs: Samples;
  readonly throttleTimeMs: Samples;
  readonly recordsSent: Meter;
  readonly retries: Meter;
  readonly errors: Meter;
  readonly splits: Meter;
  readonly bufferExhausted: Meter;
  readonly bufferWaitNs: Meter;
  /** In order of their first batch, from which on a topic is counted. */
  readonly topics: Map<string, TopicMetrics> = new Map();
  private readonly timesNs = new Map<TimedCall, number>();
  private readonly windows: Windows;
  /** In ms since the producer was created: metrics need only differences of times, and small numbers are cheap to store. */
  readonly now: () => number;

  constructor(windows: Windows, now: () => number) {
    this.windows = windows;
    this.now = now;
    this.batchSize = new Samples(windows);
    this.compressionRate = new Samples(windows);
    this.queueTimeMs = new Samples(windows);
    this.recordSize = new Samples(windows);
    this.recordsPerRequest = new Samples(windows);
    this.requestLatencyMs = new Samples(windows);
    this.throttleTimeMs = new Samples(windows);
    this.recordsSent = new Meter(windows);
    this.retries = new Meter(windows);
    this.errors = new Meter(windows);
    this.splits = new Meter(windows);
    this.bufferExhausted = new Meter(windows);
    this.bufferWaitNs = new Meter(windows);
  }

  /** Counts the batches that a turn sends to one node. As in Java, a turn in which none could be drained counts, too. */
  recordRequest(batches: readonly CountedBatch[]): void {
    const nowMs = this.now();
    let records = 0;
    for (const batch of batches) {
      const size = batch.estimatedSizeInBytes;
      const { compressionRatio, recordCount } = batch;
      this.topicMetrics(batch.topic).recordBatch(recordCount, size, compressionRatio, nowMs);
      this.batchSize.record(size, nowMs);
      this.queueTimeMs.record(batch.queueTimeMs, nowMs);
      this.compressionRate.record(compressionRatio, nowMs);
      this.recordSize.record(batch.maxRecordSize, nowMs);
      records += recordCount;
    }
    this.recordsSent.record(records, nowMs);
    this.recordsPerRequest.record(records, nowMs);
  }

  /** Counts nodes with ready batches of which none could be drained. */
  recordEmptyRequests(count: number): void {
    if (count > 0) this.recordsPerRequest.record(0, this.now(), count);
  }

  recordRetries(records: number, topic: string): void {
    const nowMs = this.now();
    this.retries.record(records, nowMs);
    this.topics.get(topic)?.retries.record(records, nowMs);
  }

  /** @param topic undefined for a record that failed before it was in a batch */
  recordErrors(records: number, topic?: string): void {
    const nowMs = this.now();
    this.errors.record(records, nowMs);
    if (topic !== undefined) this.topics.get(topic)?.errors.record(records, nowMs);
  }

  recordSplit(): void {
    this.splits.record(1, this.now());
  }

  recordLatency(ms: number): void {
    this.requestLatencyMs.record(ms, this.now());
  }

  /** Called for every response. Most have 0. */
  recordThrottleTime(ms: number): void {
    this.throttleTimeMs.record(ms, this.now());
  }

  recordBufferWait(ms: number): void {
    this.bufferWaitNs.record(ms * NS_PER_MS, this.now());
  }

  recordBufferExhausted(): void {
    this.bufferExhausted.record(1, this.now());
  }

  recordTime(call: TimedCall, ms: number): void {
    this.timesNs.set(call, this.timeNs(call) + ms * NS_PER_MS);
  }

  /** The sum of the durations of these calls, in ns. */
  timeNs(call: TimedCall): number {
    return this.timesNs.get(call) ?? 0;
  }

  private topicMetrics(topic: string): TopicMetrics {
    let metrics = this.topics.get(topic);
    if (metrics === undefined) {
      metrics = new TopicMetrics(this.windows);
      this.topics.set(topic, metrics);
    }
    return metrics;
  }
}
