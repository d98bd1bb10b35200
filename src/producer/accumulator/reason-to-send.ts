/**
 * Why a batch is sent now, for those who watch: what the check for readiness (readiness.ts) does not write down.
 */
import type { ReasonToSend } from '../events/batch-view.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { ReadinessRules } from './readiness.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** For a batch that has just left its queue. */
export function reasonToSend(
  batch: ProducerBatch,
  accumulator: RecordAccumulator,
  { lingerMs, retryBackoff }: Pick<ReadinessRules, 'lingerMs' | 'retryBackoff'>,
  nowMs: number,
): ReasonToSend {
  const waitedMs = batch.waitedTimeMs(nowMs);
  if (batch.attempts > 0)
    return waitedMs < retryBackoff.delayMs(batch.attempts) ? 'leader changed' : 'retry.backoff.ms over';
  const hasFollowers = (accumulator.queueOf(batch.topic, batch.partition)?.batches.length ?? 0) > 0;
  if (hasFollowers || batch.columns.isFull) return 'batch full';
  if (waitedMs >= lingerMs) return 'linger.ms over';
  if (!accumulator.isUrgent) return 'request under way';
  return accumulator.pool.queued > 0 ? 'memory short' : 'flush or close';
}
