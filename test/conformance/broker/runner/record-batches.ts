/**
 * Record batches as a scenario describes them.
 */
import { payloadSize } from '../../../../src/protocol/records/payload.ts';
import type { Header, Malformation, RecordBatch } from '../../../../src/protocol/records/record-batch.ts';
import {
  headersSize,
  NO_HEADERS_SIZE,
  RECORD_BATCH_OVERHEAD,
  recordSize,
} from '../../../../src/protocol/records/record-size.ts';
import {
  asNumber,
  asText,
  type Fields,
  flag,
  isObject,
  type Json,
  list,
  number,
  object,
  objects,
  text,
} from './json.ts';
import type { Symbols } from './symbols.ts';

/** The scenario uses a field that our requests do not have. It is reported as a difference. */
export class NotExpressible extends Error {
  override readonly name = 'NotExpressible';
}

/** Fields that make a batch malformed. */
const MALFORMED_NUMBERS = ['magic', 'recordCount', 'lastOffsetDelta', 'baseOffset', 'batchLength', 'cutBytes'] as const;
/** A marker's key is its version and type, its value its version and coordinator epoch. */
const MARKER_KEY_SIZE = 4;
const MARKER_VALUE_SIZE = 6;

interface Row {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
  readonly headers: readonly Header[] | undefined;
}

/** The batch of one partition of a Produce request. Several batches are represented by the first one, none by an empty one. */
export function readBatch(partition: Fields, symbols: Symbols): RecordBatch {
  if (partition.batch !== undefined) return readOne(object('batch', partition.batch), symbols, 1);
  const batches = partition.batches === null ? [] : objects(partition, 'batches');
  return readOne(batches[0] ?? {}, symbols, batches.length);
}

function readOne(batch: Fields, symbols: Symbols, batchCount: number): RecordBatch {
  const rows = batch.control === undefined && batch.records !== undefined ? list('records', batch.records) : [];
  const read = batch.control === undefined ? recordBatch(batch, rows, symbols) : markerBatch(batch, symbols);
  const malformation = malformationOf(batch, rows, batchCount);
  return Object.keys(malformation).length === 0 ? read : { ...read, malformation };
}

function malformationOf(batch: Fields, records: readonly Json[], batchCount: number): Malformation {
  const numbers = MALFORMED_NUMBERS.filter((name) => batch[name] !== undefined);
  const offsetDeltas = records.map((record, row) => (isObject(record) ? number(record, 'offsetDelta', row) : row));
  return {
    ...(batchCount === 1 ? {} : { batchCount }),
    ...Object.fromEntries(numbers.map((name) => [name, number(batch, name)])),
    ...(offsetDeltas.some((delta, row) => delta !== row) ? { offsetDeltas } : {}),
    ...(batch.timestampType === 'LogAppendTime' ? { hasAppendTimeFlag: true } : {}),
  };
}

function recordBatch(batch: Fields, records: readonly Json[], symbols: Symbols): RecordBatch {
  const rows = records.map((record) => readRow(record, symbols));
  return { ...columns(rows), ...header(batch, symbols, rows) };
}

function header(batch: Fields, symbols: Symbols, rows: readonly Row[]) {
  const largest = rows.reduce((max, { timestampMs }) => Math.max(max, timestampMs), -1);
  return {
    compression: 'none' as const,
    producerId: symbols.producerId(batch),
    producerEpoch: number(batch, 'producerEpoch', -1),
    baseSequence: number(batch, 'baseSequence', -1),
    isTransactional: flag(batch, 'isTransactional', false),
    maxTimestampMs: symbols.time(batch.maxTimestampMs, largest),
    ...(flag(batch, 'isCorrupt', false) ? { isCorrupt: true } : {}),
  };
}

function columns(rows: readonly Row[]) {
  const firstMs = rows[0]?.timestampMs ?? -1;
  const sizes = rows.map(({ key, value, timestampMs, headers }, index) => {
    const extra = headers === undefined ? NO_HEADERS_SIZE : headersSize(headers);
    return recordSize(index, timestampMs - firstMs, payloadSize(key), payloadSize(value), extra);
  });
  return {
    recordCount: rows.length,
    sizeInBytes: sizes.reduce((sum, size) => sum + size, RECORD_BATCH_OVERHEAD),
    keys: rows.map(({ key }) => key),
    values: rows.map(({ value }) => value),
    timestampsMs: rows.map(({ timestampMs }) => timestampMs),
    ...(rows.some(({ headers }) => headers !== undefined) ? { headers: rows.map(({ headers }) => headers ?? []) } : {}),
  };
}

function markerBatch(batch: Fields, symbols: Symbols): RecordBatch {
  const size = recordSize(0, 0, MARKER_KEY_SIZE, MARKER_VALUE_SIZE, NO_HEADERS_SIZE);
  const timestampMs = symbols.startTime();
  return {
    ...header(batch, symbols, []),
    maxTimestampMs: symbols.time(batch.maxTimestampMs, timestampMs),
    recordCount: 1,
    sizeInBytes: RECORD_BATCH_OVERHEAD + size,
    control: text(batch, 'control') === 'COMMIT' ? 'COMMIT' : 'ABORT',
    coordinatorEpoch: number(batch, 'coordinatorEpoch', 0),
    keys: [null],
    values: [null],
    timestampsMs: [timestampMs],
  };
}

/** A string is the value of a record without a key, sent at T0. */
function readRow(record: Json, symbols: Symbols): Row {
  if (!isObject(record)) {
    const value = record === null ? null : asText('record', record);
    return { key: null, value, timestampMs: symbols.startTime(), headers: undefined };
  }
  const headers = record.headers === undefined || record.headers === null ? undefined : objects(record, 'headers');
  return {
    key: textOf(record, 'key'),
    value:
      record.valueSize === undefined ? textOf(record, 'value') : 'x'.repeat(asNumber('valueSize', record.valueSize)),
    timestampMs: record.timestampMs === undefined ? symbols.startTime() : symbols.time(record.timestampMs, -1),
    headers: headers?.map((header) => ({ key: text(header, 'key'), value: bytesOf(header) })),
  };
}

function textOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null ? null : asText(name, value);
}

function bytesOf(header: Fields): Uint8Array | null {
  const value = textOf(header, 'value');
  return value === null ? null : new TextEncoder().encode(value);
}
