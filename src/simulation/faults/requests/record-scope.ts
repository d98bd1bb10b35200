/** The records that a fault is about, if its scope names a key or a value. */
import type { ProducePartition } from '../../../protocol/messages.ts';
import { type Payload, payloadText } from '../../../protocol/records/payload.ts';
import { type FaultScope, isIn } from './request-scope.ts';

export type RecordScope = Pick<FaultScope, 'topic' | 'partition' | 'key' | 'value'>;

export function namesRecords({ key, value }: RecordScope): boolean {
  return key !== undefined || value !== undefined;
}

/** The rows of a batch that are in scope. None for a batch of which the records cannot be read. */
export function rowsInScope({ topic, partition, batch }: ProducePartition, scope: RecordScope): readonly number[] {
  if (!isIn({ topic, partition }, scope.topic, scope.partition) || batch.isCorrupt === true) return [];
  const { keys, values } = batch;
  return Array.from(values.keys()).filter((row) => isText(keys[row], scope.key) && isText(values[row], scope.value));
}

/** `undefined` matches everything. */
function isText(payload: Payload | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || payloadText(payload ?? null) === wanted;
}
