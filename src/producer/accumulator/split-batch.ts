/**
 * Cutting a batch that is too large for its broker (ProducerBatch.split).
 *
 * Owns: which record goes where. Refuses to know: what becomes of the parts.
 */

import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import { type Header, timestampOf } from '../../protocol/record-batch.ts';
import { estimateSizeInBytesUpperBound, headersSize, NO_HEADERS_SIZE } from '../../protocol/record-size.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** The size in bytes of the pieces of a batch that is split: the policy `splitSize` of the client's version. */
export const SPLIT_SIZES: Readonly<
  Record<ClientPolicies['splitSize'], (batch: ProducerBatch, batchSize: number) => number>
> = {
  'batch.size': (_batch, batchSize) => batchSize,
};

/**
 * Cuts a batch into batches of at most `splitSize` bytes (or one record). Its records' futures and callbacks move along; the
 * batch itself is then done without a word.
 */
export function splitBatch(
  batch: ProducerBatch,
  splitSize: number,
  open: (capacity: number) => ProducerBatch,
): ProducerBatch[] {
  const parts: ProducerBatch[] = [];
  const firstRows: number[] = [];
  for (let row = 0; row < batch.recordCount; row++) {
    const last = parts.at(-1);
    if (last !== undefined && moveRow(batch, row, last)) continue;
    const part = open(capacityFor(batch, row, splitSize));
    parts.push(part);
    firstRows.push(row);
    moveRow(batch, row, part);
  }
  for (const part of parts) part.closeForAppends();
  batch.leaveTo(parts, firstRows);
  return parts;
}

function moveRow(batch: ProducerBatch, row: number, part: ProducerBatch): boolean {
  const { columns } = batch;
  const headers = columns.headersOf(row);
  const key = columns.keys[row] ?? null;
  const value = columns.values[row] ?? null;
  const sizes = {
    keySize: batch.keySizeOf(row),
    valueSize: batch.valueSizeOf(row),
    headersSize: sizeOfHeaders(headers),
  };
  const timestampMs = timestampOf(columns, row);
  return part.tryAppend(timestampMs, key, value, headers, sizes, batch.callbacks?.[row], part.createdMs) >= 0;
}

function capacityFor(batch: ProducerBatch, row: number, splitSize: number): number {
  const headers = sizeOfHeaders(batch.columns.headersOf(row));
  const estimate = estimateSizeInBytesUpperBound(batch.keySizeOf(row), batch.valueSizeOf(row), headers);
  return Math.max(splitSize, estimate);
}

function sizeOfHeaders(headers: readonly Header[] | undefined): number {
  return headers === undefined ? NO_HEADERS_SIZE : headersSize(headers);
}
