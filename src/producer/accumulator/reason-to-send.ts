/**
 * Why a batch is sent at this moment: worked out for listeners only, since the ready check (readiness.ts) does not record it.
 */
import type { ReasonToSend } from '../events/batch-view.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { ReadinessRules } from './readiness.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** @param batch a batch that has just left its queue */
export function reasonToSend(
  batch: ProducerBatch,
  accumulator: RecordAccumulator,
  { lingerMs, retryBackoff }: Pick<ReadinessRules, 'lingerMs' | 'retryBackoff'>,
  nowMs: number,
): ReasonToSend {
  const waitedMs = batch.timing.waitedTimeMs(nowMs);
  if (batch.attempts > 0) {
    const isEarly = waitedMs < retryBackoff.expectedMs(batch.attempts);
    return isEarly && batch.timing.hasLeaderChangedForTheOngoingRetry ? 'leader changed' : 'retry.backoff.ms over';
  }
  const hasFollowers = (accumulator.queueOf(batch.topic, batch.partition)?.batches.length ?? 0) > 0;
  if (hasFollowers || batch.columns.isFull) return 'batch full';
  if (waitedMs >= lingerMs) return 'linger.ms over';
  if (!accumulator.ignoresLinger) return 'request under way';
  return accumulator.pool.queued > 0 ? 'memory short' : 'flush or close';
}
