/**
 * The producer's metrics in a trace: those of the group producer-metrics that depend neither on a rate nor on an age.
 */
import type { ScenarioProducer } from './sends.ts';
import type { TraceMetrics } from './trace.ts';

const GROUP = 'producer-metrics';

const SHOWN = new Set([
  'batch-size-avg',
  'batch-size-max',
  'batch-split-total',
  'buffer-available-bytes',
  'buffer-exhausted-total',
  'buffer-total-bytes',
  'bufferpool-wait-time-ns-total',
  'compression-rate-avg',
  'flush-time-ns-total',
  'metadata-wait-time-ns-total',
  'produce-throttle-time-avg',
  'produce-throttle-time-max',
  'record-error-total',
  'record-queue-time-avg',
  'record-queue-time-max',
  'record-retry-total',
  'record-send-total',
  'record-size-avg',
  'record-size-max',
  'records-per-request-avg',
  'request-latency-avg',
  'request-latency-max',
  'requests-in-flight',
  'txn-abort-time-ns-total',
  'txn-begin-time-ns-total',
  'txn-commit-time-ns-total',
  'txn-init-time-ns-total',
  'txn-send-offsets-time-ns-total',
  'waiting-threads',
]);

/** By name; `null` for a metric without a value. */
export function traceMetrics(producer: Pick<ScenarioProducer, 'metrics'>): TraceMetrics {
  const shown: [string, number | null][] = [];
  for (const [{ group, name }, value] of producer.metrics()) {
    if (group !== GROUP || !SHOWN.has(name)) continue;
    shown.push([name, typeof value === 'number' && Number.isFinite(value) ? value : null]);
  }
  return Object.fromEntries(shown.sort(([first], [second]) => (first < second ? -1 : 1)));
}
