/**
 * The metrics of Kafka's group producer-metrics: Java's name and description of each, and how its value is read.
 */
import type { ClientVersion, VersionedMetric } from '../../client/versions/client-version.ts';
import type { ProducerMetrics, TimedCall } from './producer-metrics.ts';

/** Values that are read from the parts of the producer instead of being counted. */
export interface Gauges {
  readonly bufferTotalBytes: () => number;
  readonly bufferAvailableBytes: () => number;
  readonly waitingThreads: () => number;
  readonly requestsInFlight: () => number;
  /** The time since the last full metadata update. */
  readonly metadataAgeMs: () => number;
}

type Read = (metrics: ProducerMetrics, nowMs: number, gauges: Gauges) => number;

export interface ClientMetric {
  readonly name: string;
  readonly description: string;
  readonly read: Read;
  /** Whether the metric is removed when the producer is closed. */
  readonly endsWithProducer: boolean;
}

const MS_PER_SECOND = 1_000;
const NS_PER_SECOND = 1_000_000_000;

/** Those of all versions, sorted by name. */
const CLIENT_METRICS: readonly ClientMetric[] = [
  metric('batch-size-avg', 'The average number of bytes sent per partition per-request.', ({ batchSize }, nowMs) =>
    batchSize.average(nowMs),
  ),
  metric('batch-size-max', 'The max number of bytes sent per partition per-request.', ({ batchSize }, nowMs) =>
    batchSize.maximum(nowMs),
  ),
  metric('batch-split-rate', 'The average number of batch splits per second', ({ splits }, nowMs) =>
    splits.ratePerSecond(nowMs),
  ),
  metric('batch-split-total', 'The total number of batch splits', ({ splits }) => splits.total),
  metric(
    'buffer-available-bytes',
    'The total amount of buffer memory that is not being used (either unallocated or in the free list).',
    (_, __, { bufferAvailableBytes }) => bufferAvailableBytes(),
  ),
  metric(
    'buffer-exhausted-rate',
    'The average per-second number of record sends that are dropped due to buffer exhaustion',
    ({ bufferExhausted }, nowMs) => bufferExhausted.ratePerSecond(nowMs),
  ),
  metric(
    'buffer-exhausted-total',
    'The total number of record sends that are dropped due to buffer exhaustion',
    ({ bufferExhausted }) => bufferExhausted.total,
  ),
  metric(
    'buffer-total-bytes',
    'The maximum amount of buffer memory the client can use (whether or not it is currently used).',
    (_, __, { bufferTotalBytes }) => bufferTotalBytes(),
  ),
  metric(
    'bufferpool-wait-ratio',
    'The fraction of time an appender waits for space allocation.',
    ({ bufferWaitNs }, nowMs) => bufferWaitNs.ratePerSecond(nowMs) / NS_PER_SECOND,
  ),
  metric(
    'bufferpool-wait-time-ns-total',
    'The total time in nanoseconds an appender waits for space allocation.',
    ({ bufferWaitNs }) => bufferWaitNs.total,
  ),
  metric(
    'bufferpool-wait-time-total',
    '*Deprecated* The total time an appender waits for space allocation.',
    ({ bufferWaitNs }) => bufferWaitNs.total,
  ),
  metric(
    'compression-rate-avg',
    'The average compression rate of record batches, defined as the average ratio of the compressed batch size over the uncompressed size.',
    ({ compressionRate }, nowMs) => compressionRate.average(nowMs),
  ),
  timed('flush', 'Total time producer has spent in flush in nanoseconds.'),
  metric(
    'metadata-age',
    'The age in seconds of the current producer metadata being used.',
    (_metrics, _nowMs, { metadataAgeMs }) => metadataAgeMs() / MS_PER_SECOND,
  ),
  timed('metadata-wait', 'Total time producer has spent waiting on topic metadata in nanoseconds.'),
  metric(
    'produce-throttle-time-avg',
    'The average time in ms a request was throttled by a broker',
    ({ throttleTimeMs }, nowMs) => throttleTimeMs.average(nowMs),
  ),
  metric(
    'produce-throttle-time-max',
    'The maximum time in ms a request was throttled by a broker',
    ({ throttleTimeMs }, nowMs) => throttleTimeMs.maximum(nowMs),
  ),
  metric(
    'record-error-rate',
    'The average per-second number of record sends that resulted in errors',
    ({ errors }, nowMs) => errors.ratePerSecond(nowMs),
  ),
  metric(
    'record-error-total',
    'The total number of record sends that resulted in errors',
    ({ errors }) => errors.total,
  ),
  metric(
    'record-queue-time-avg',
    'The average time in ms record batches spent in the send buffer.',
    ({ queueTimeMs }, nowMs) => queueTimeMs.average(nowMs),
  ),
  metric(
    'record-queue-time-max',
    'The maximum time in ms record batches spent in the send buffer.',
    ({ queueTimeMs }, nowMs) => queueTimeMs.maximum(nowMs),
  ),
  metric('record-retry-rate', 'The average per-second number of retried record sends', ({ retries }, nowMs) =>
    retries.ratePerSecond(nowMs),
  ),
  metric('record-retry-total', 'The total number of retried record sends', ({ retries }) => retries.total),
  metric('record-send-rate', 'The average number of records sent per second.', ({ recordsSent }, nowMs) =>
    recordsSent.ratePerSecond(nowMs),
  ),
  metric('record-send-total', 'The total number of records sent.', ({ recordsSent }) => recordsSent.total),
  metric('record-size-avg', 'The average record size', ({ recordSize }, nowMs) => recordSize.average(nowMs)),
  metric('record-size-max', 'The maximum record size', ({ recordSize }, nowMs) => recordSize.maximum(nowMs)),
  metric('records-per-request-avg', 'The average number of records per request.', ({ recordsPerRequest }, nowMs) =>
    recordsPerRequest.average(nowMs),
  ),
  metric('request-latency-avg', 'The average request latency in ms', ({ requestLatencyMs }, nowMs) =>
    requestLatencyMs.average(nowMs),
  ),
  metric('request-latency-max', 'The maximum request latency in ms', ({ requestLatencyMs }, nowMs) =>
    requestLatencyMs.maximum(nowMs),
  ),
  metric(
    'requests-in-flight',
    'The current number of in-flight requests awaiting a response.',
    (_, __, { requestsInFlight }) => requestsInFlight(),
  ),
  timed('txn-abort', 'Total time producer has spent in abortTransaction in nanoseconds.'),
  timed('txn-begin', 'Total time producer has spent in beginTransaction in nanoseconds.'),
  timed('txn-commit', 'Total time producer has spent in commitTransaction in nanoseconds.'),
  timed('txn-init', 'Total time producer has spent in initTransactions in nanoseconds.'),
  // Nothing is counted in it: prepareTransaction() is not modelled.
  timed('txn-prepare', 'Total time producer has spent in prepareTransaction in nanoseconds.'),
  timed('txn-send-offsets', 'Total time producer has spent in sendOffsetsToTransaction in nanoseconds.'),
  metric(
    'waiting-threads',
    'The number of user threads blocked waiting for buffer memory to enqueue their records',
    (_, __, { waitingThreads }) => waitingThreads(),
  ),
];

const metricsByVersion = new WeakMap<ClientVersion, readonly ClientMetric[]>();

/** The metrics that a version has, sorted by name. */
export function clientMetricsOf(version: ClientVersion): readonly ClientMetric[] {
  let metrics = metricsByVersion.get(version);
  if (metrics === undefined) {
    metrics = CLIENT_METRICS.filter(({ name }) => version.metrics[name as VersionedMetric] ?? true);
    metricsByVersion.set(version, metrics);
  }
  return metrics;
}

function metric(name: string, description: string, read: Read): ClientMetric {
  return { name, description, read, endsWithProducer: false };
}

function timed(call: TimedCall, description: string): ClientMetric {
  const read: Read = (metrics) => metrics.timeNs(call);
  return { name: `${call}-time-ns-total`, description, read, endsWithProducer: true };
}
