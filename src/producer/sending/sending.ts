/** A record on its way to a batch, and what it has met with so far. */

import type { ProducerRecordLike } from '../record/producer-record.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Callback } from '../result/callback.ts';

export interface Sending<K, V> {
  readonly record: ProducerRecordLike<K, V>;
  readonly callback: Callback | undefined;
  /** The chosen partition; UNKNOWN_PARTITION while the built-in partitioner may still change its mind. */
  partition: number;
  /** Where it was to be appended last; UNKNOWN_PARTITION if it did not get that far. */
  triedPartition: number;
  /** A partitioner of the user's has been told that there will be a new batch. */
  mayOpenBatch: boolean;
}

/** A partitioner's choice does not count before the record is on its way into that partition's queue. */
export function partitionShown<K, V>({ record, triedPartition }: Sending<K, V>): number {
  return triedPartition === UNKNOWN_PARTITION ? (record.partition ?? UNKNOWN_PARTITION) : triedPartition;
}
