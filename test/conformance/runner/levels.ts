/**
 * Which events and fields of a trace are compared at which level, and a canonical order for lists that Java keeps in hash order.
 */
import type { TraceEvent, TraceMetrics } from './trace.ts';

/**
 * `behaviour`: every event except log lines, connection setup and metrics. `logs`: log lines as well. `full`: everything except
 * busyLoop, corr and requestSize.
 */
export const LEVELS = ['behaviour', 'logs', 'full'] as const;
export type Level = (typeof LEVELS)[number];

const CONNECTION_SET_UP = new Set(['connect', 'connected', 'connectFailed']);
/**
 * The fields of a response that a client reads. A golden trace may contain further fields, which only the script sets.
 */
const RESPONSE_FIELDS = new Set([
  't',
  'ev',
  'api',
  'n',
  'conn',
  'broker',
  'throttleMs',
  'error',
  'topics',
  'partitions',
  'producerId',
  'producerEpoch',
  'coordinator',
]);
const PRODUCED_FIELDS = new Set(['tp', 'error', 'baseOffset', 'logAppendTimeRel', 'logStartOffset', 'currentLeader']);
/** For these APIs the golden traces contain the error of the rule, not that of each partition, so errors are not compared. */
const UNTRACED_ERRORS = new Set(['ADD_PARTITIONS_TO_TXN', 'TXN_OFFSET_COMMIT']);
/** Metrics that measure compressed bytes. */
const COMPRESSED_METRICS = ['batch-size-avg', 'batch-size-max', 'compression-rate-avg'];
/** Metrics that depend on how often the I/O thread's loop runs, which in a busy loop depends on the machine. */
const BUSY_LOOP_METRICS = ['records-per-request-avg'];

type Fields = Readonly<Record<string, unknown>>;

export function countsAt(level: Level, event: TraceEvent): boolean {
  const { ev } = event;
  if (ev === 'busyLoop') return false;
  if (level === 'full') return true;
  if (ev === 'log') return level === 'logs';
  if (ev === 'metrics' || CONNECTION_SET_UP.has(ev)) return false;
  return event.api !== 'API_VERSIONS';
}

/** The event with only the fields that are compared. */
export function comparable(event: TraceEvent): Fields {
  switch (event.ev) {
    case 'request':
      return request(event);
    case 'response':
      return response(event);
    default:
      return event;
  }
}

export function comparableMetrics(metrics: TraceMetrics, uncompared: readonly string[]): TraceMetrics {
  return without(metrics, uncompared);
}

/** The metrics that are not compared with a golden trace with these events. */
export function uncomparedMetrics(events: readonly TraceEvent[]): readonly string[] {
  const compressed = events.some(isCompressed) ? COMPRESSED_METRICS : [];
  return events.some(({ ev }) => ev === 'busyLoop') ? [...compressed, ...BUSY_LOOP_METRICS] : compressed;
}

/** The sizes of compressed batches depend on the build of zlib. */
function isCompressed(event: TraceEvent): boolean {
  return batchesOf(event).some(({ compression }) => compression !== 'none');
}

function request(event: TraceEvent): Fields {
  const fields: Record<string, unknown> = { ...without(event, ['corr', 'requestSize']) };
  if (event.batches !== undefined) fields.batches = batchesOf(event).map(batch);
  if (isTextList(event.partitions)) fields.partitions = event.partitions.toSorted();
  if (Array.isArray(event.offsets)) fields.offsets = (event.offsets as Fields[]).toSorted(byPlace);
  return fields;
}

function batch(fields: Fields): Fields {
  return fields.compression === 'none' ? fields : without(fields, ['sizeInBytes']);
}

function response(event: TraceEvent): Fields {
  const fields: Record<string, unknown> = only(event, RESPONSE_FIELDS);
  if (UNTRACED_ERRORS.has(String(event.api))) return without(fields, ['error', 'partitions']);
  if (event.api !== 'PRODUCE' || !Array.isArray(event.partitions)) return fields;
  fields.partitions = (event.partitions as Fields[]).map((answer) => only(answer, PRODUCED_FIELDS));
  return fields;
}

function batchesOf(event: TraceEvent): readonly Fields[] {
  return Array.isArray(event.batches) ? (event.batches as Fields[]) : [];
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function byPlace(first: Fields, second: Fields): number {
  return String(first.tp) < String(second.tp) ? -1 : 1;
}

function without<V>(fields: Readonly<Record<string, V>>, names: readonly string[]): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function only(fields: Fields, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}
