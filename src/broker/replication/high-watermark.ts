/**
 * Raising the high watermark of a partition, and what follows from it.
 */
import { acknowledgeReached } from './delayed-produce.ts';
import { noticeChange } from './follower-notice.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';
import { serveWaitingConsumers } from './serve-consumers.ts';

/**
 * Raises the high watermark as far as the in-sync replicas allow. If it moves, appends are acknowledged, waiting consumers are
 * served, and waiting followers are sent it within replica.fetch.wait.max.ms.
 */
export function raiseHighWatermark(leader: ReplicaManager, replica: Replica): void {
  const { replication } = leader;
  const { scheduler, config } = replication;
  if (!replica.advanceHighWatermark(scheduler.nowMs, config.replicaLagTimeMaxMs)) return;
  acknowledgeReached(replication, replica);
  serveWaitingConsumers(leader, replica);
  noticeChange(leader, replica);
}
