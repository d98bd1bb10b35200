/**
 * How strictly traces are compared.
 *
 * Owns: which events and fields count at which level, and the canonical order of lists whose order is Java's hashing.
 * Refuses to know: how two traces are laid side by side (comparison.ts).
 */
import type { TraceEvent, TraceMetrics } from './trace.ts';

/**
 * `behaviour`: every event but log lines, connection set-up and metrics. `logs`: log lines as well. `full`: everything but
 * busyLoop, corr and requestSize, which only inform.
 */
export const LEVELS = ['behaviour', 'logs', 'full'] as const;
export type Level = (typeof LEVELS)[number];

const CONNECTION_SET_UP = new Set(['connect', 'connected', 'connectFailed']);
/**
 * What is known of a response is what the client makes of it; the rest is what a script put into it. A golden trace may
 * show more of that than ours does.
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
const PRODUCED_FIELDS = new Set(['tp', 'error', 'baseOffset', 'logAppendTimeRel', 'logStartOffset']);
/** The golden traces show a rule's words for these errors, not what each partition got. The events that follow are compared. */
const UNTRACED_ERRORS = new Set(['ADD_PARTITIONS_TO_TXN', 'TXN_OFFSET_COMMIT']);
/** Metrics that measure compressed bytes. */
const COMPRESSED_METRICS = ['batch-size-avg', 'batch-size-max', 'compression-rate-avg'];
/** Metrics that count turns of the I/O thread. Java's thread takes as many in a busy loop as the machine can. */
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

/** The event without what does not count. */
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

/** The metrics that do not count for a golden trace with these events. */
export function uncomparedMetrics(events: readonly TraceEvent[]): readonly string[] {
  const compressed = events.some(isCompressed) ? COMPRESSED_METRICS : [];
  return events.some(({ ev }) => ev === 'busyLoop') ? [...compressed, ...BUSY_LOOP_METRICS] : compressed;
}

/** Sizes of compressed batches are those of another build of zlib. */
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
