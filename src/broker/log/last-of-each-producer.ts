/**
 * What a snapshot of the producers' state has to contain of batches that are deleted from a log.
 */
import { NO_PRODUCER_ID, type StoredBatch } from '../../protocol/records/record-batch.ts';

/** The last batch and the last marker of each producer, in the order of the log. */
export function lastOfEachProducer(batches: readonly StoredBatch[]): readonly StoredBatch[] {
  const last = new Map<string, StoredBatch>();
  for (const stored of batches) {
    const { producerId, control } = stored.batch;
    if (producerId !== NO_PRODUCER_ID) last.set(`${producerId} ${control !== undefined}`, stored);
  }
  return [...last.values()].sort((a, b) => a.baseOffset - b.baseOffset);
}
