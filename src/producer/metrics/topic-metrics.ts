/**
 * What a producer counts for each topic: the metrics of Kafka's group producer-topic-metrics.
 */
import { Meter, Samples, type Windows } from './samples.ts';

export class TopicMetrics {
  readonly recordsSent: Meter;
  readonly bytes: Meter;
  readonly compressionRate: Samples;
  readonly retries: Meter;
  readonly errors: Meter;

  constructor(windows: Windows) {
    this.recordsSent = new Meter(windows);
    this.bytes = new Meter(windows);
    this.compressionRate = new Samples(windows);
    this.retries = new Meter(windows);
    this.errors = new Meter(windows);
  }

  recordBatch(records: number, size: number, compressionRatio: number, nowMs: number): void {
    this.recordsSent.record(records, nowMs);
    this.bytes.record(size, nowMs);
    this.compressionRate.record(compressionRatio, nowMs);
  }
}

export interface TopicMetric {
  readonly name: string;
  readonly description: string;
  readonly read: (metrics: TopicMetrics, nowMs: number) => number;
}

/** Sorted by name. */
export const TOPIC_METRICS: readonly TopicMetric[] = [
  {
    name: 'byte-rate',
    description: 'The average number of bytes sent per second for a topic.',
    read: ({ bytes }, nowMs) => bytes.ratePerSecond(nowMs),
  },
  { name: 'byte-total', description: 'The total number of bytes sent for a topic.', read: ({ bytes }) => bytes.total },
  {
    name: 'compression-rate',
    description:
      'The average compression rate of record batches for a topic, defined as the average ratio of the compressed batch size over the uncompressed size.',
    read: ({ compressionRate }, nowMs) => compressionRate.average(nowMs),
  },
  {
    name: 'record-error-rate',
    description: 'The average per-second number of record sends that resulted in errors for a topic',
    read: ({ errors }, nowMs) => errors.ratePerSecond(nowMs),
  },
  {
    name: 'record-error-total',
    description: 'The total number of record sends that resulted in errors for a topic',
    read: ({ errors }) => errors.total,
  },
  {
    name: 'record-retry-rate',
    description: 'The average per-second number of retried record sends for a topic',
    read: ({ retries }, nowMs) => retries.ratePerSecond(nowMs),
  },
  {
    name: 'record-retry-total',
    description: 'The total number of retried record sends for a topic',
    read: ({ retries }) => retries.total,
  },
  {
    name: 'record-send-rate',
    description: 'The average number of records sent per second for a topic.',
    read: ({ recordsSent }, nowMs) => recordsSent.ratePerSecond(nowMs),
  },
  {
    name: 'record-send-total',
    description: 'The total number of records sent for a topic.',
    read: ({ recordsSent }) => recordsSent.total,
  },
];
