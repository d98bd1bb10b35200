/** What a record says, as a text that is equal for equal records. Timestamps are left out: a client may set them again on a retry. */
import type { Payload } from '../../protocol/records/payload.ts';
import type { RecordBatch } from '../../protocol/records/record-batch.ts';

const NULL = '-';

export function contentOf({ keys, values, headers }: RecordBatch, row: number): string {
  const texts = (headers?.[row] ?? []).flatMap(({ key, value }) => [key, textOf(value)]);
  return [textOf(keys[row] ?? null), textOf(values[row] ?? null), ...texts]
    .map((text) => `${text.length}:${text}`)
    .join();
}

function textOf(payload: Payload): string {
  if (payload === null) return NULL;
  return typeof payload === 'string' ? payload : Buffer.from(payload).toString('latin1');
}
