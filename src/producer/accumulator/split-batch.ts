/**
 * Splits a batch that is too large for its broker (ProducerBatch.split).
 */

import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import { type Header, timestampOf } from '../../protocol/records/record-batch.ts';
import { estimateSizeInBytesUpperBound, headersSize, NO_HEADERS_SIZE } from '../../protocol/records/record-size.ts';
import type { BatchRecord } from './batch-columns.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** The size in bytes of the pieces of a batch that is split: the policy `splitSize` of the client's version. */
export const SPLIT_SIZES: Readonly<
  Record<ClientPolicies['splitSize'], (batch: ProducerBatch, batchSize: number) => number>
> = {
  'batch.size': (_batch, batchSize) => batchSize,
  'half again': (batch, batchSize) =>
    batch.isSplitBatch ? Math.max(batch.maxRecordSize, Math.floor(batch.estimatedSizeInBytes / 2)) : batchSize,
};

/**
 * Splits a batch into batches of at most `splitSize` bytes, or of one record. The futures and callbacks of its records move
 * to the new batches, and the batch itself ends without any callback.
 *
 * @param open makes an empty batch of the given capacity in bytes
 */
export function splitBatch(
  batch: ProducerBatch,
  splitSize: number,
  open: (capacity: number) => ProducerBatch,
): ProducerBatch[] {
  const parts: ProducerBatch[] = [];
  const firstRows: number[] = [];
  for (let row = 0; row < batch.recordCount; row++) {
    const record = recordOf(batch, row);
    const last = parts.at(-1);
    if (last !== undefined && last.tryAppend(record, last.createdMs) >= 0) continue;
    const { keySize, valueSize, headersSize: headers } = record;
    const part = open(Math.max(splitSize, estimateSizeInBytesUpperBound(keySize, valueSize, headers)));
    part.tryAppend(record, part.createdMs);
    parts.push(part);
    firstRows.push(row);
  }
  for (const part of parts) part.closeForAppends();
  batch.leaveTo(parts, firstRows);
  return parts;
}

function recordOf({ columns, callbacks }: ProducerBatch, row: number): BatchRecord {
  const headers = columns.headersOf(row);
  return {
    timestampMs: timestampOf(columns, row),
    key: columns.keys[row] ?? null,
    value: columns.values[row] ?? null,
    headers,
    keySize: columns.keySizeOf(row),
    valueSize: columns.valueSizeOf(row),
    headersSize: sizeOfHeaders(headers),
    callback: callbacks?.[row],
  };
}

function sizeOfHeaders(headers: readonly Header[] | undefined): number {
  return headers === undefined ? NO_HEADERS_SIZE : headersSize(headers);
}
