/**
 * When records are deleted: by age and size at regular checks (LogManager.cleanupLogs), or on request (DeleteRecords). What may
 * be deleted is decided in log/retention.ts.
 *
 * Checks are made at multiples of log.retention.check.interval.ms, but only at those that could find something.
 *
 * A producer whose records are all deleted is remembered nevertheless: since KIP-360 it is forgotten by its age only.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { RecordBatch } from '../../protocol/records/record-batch.ts';
import { nextRetentionMs, retainedFrom } from '../log/retention.ts';
import { noticeLogStart } from './follower-notice.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

/** Called before an append, from time to time: has the log checked when it may have become too old or too large. */
export function watchRetention(replication: Replication, { log, config }: Replica, batch: RecordBatch): void {
  if (!config.isDeleted) return;
  const { nowMs } = replication.scheduler;
  const isEmpty = log.startOffset === log.endOffset;
  const dueMs = isEmpty ? batch.maxTimestampMs + config.retentionMs + 1 : nextRetentionMs(log, config);
  checkBy(replication, Math.max(dueMs, nowMs));
  if (config.retentionBytes < 0) return;
  checkBy(replication, nowMs + 1);
  log.nextExpiryMs = Math.min(log.nextExpiryMs, nextCheckMs(replication, nowMs + 1));
}

/** Deletes what logs need not keep. */
export function checkRetention(replication: Replication): void {
  const { nowMs } = replication.scheduler;
  for (const manager of replication.managers) {
    const { isUp, clockSkewMs } = manager.broker;
    if (!isUp) continue;
    for (const replica of manager.replicas()) {
      const { log, config } = replica;
      const offset = retainedFrom(log, config, nowMs + clockSkewMs);
      if (offset > log.startOffset) advanceLogStart(manager, replica, offset, 'retention');
      checkBy(replication, Math.max(nextRetentionMs(log, config) - clockSkewMs, nowMs + 1));
      // The next append plans the check of what comes after it.
      if (log.startOffset === log.endOffset || config.retentionBytes >= 0) log.nextExpiryMs = Number.NEGATIVE_INFINITY;
    }
  }
}

/**
 * Deletes a partition's records before `offset`; -1: all that consumers can see.
 * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
 */
export function deleteRecords(replication: Replication, topic: string, partition: number, offset: number): void {
  const leaderId = replication.controlPlane.partition(topic, partition)?.leader ?? -1;
  const leader = replication.manager(leaderId);
  const replica = leader?.replica(topic, partition);
  const fail = (reason: string): Error =>
    new IllegalArgumentException(`Records of ${topic}-${partition} cannot be deleted: ${reason}`);
  if (leader === undefined || replica?.isLeader !== true) throw fail('it has no leader (LEADER_NOT_AVAILABLE).');
  const { log, config } = replica;
  if (!config.isDeleted) throw fail('its cleanup policy does not allow it (POLICY_VIOLATION).');
  const target = offset === -1 ? log.highWatermark : offset;
  if (target < 0 || target > log.highWatermark) {
    throw fail(`offset ${offset} is beyond the high watermark ${log.highWatermark} (OFFSET_OUT_OF_RANGE).`);
  }
  if (target > log.startOffset) advanceLogStart(leader, replica, target, 'records deleted');
}

function advanceLogStart(manager: ReplicaManager, replica: Replica, to: number, reason: string): void {
  const { topic, partition, brokerId, log } = replica;
  const from = log.startOffset;
  log.advanceStartTo(to);
  manager.replication.effects.event('log start moved', { topic, partition, broker: brokerId, from, to, reason });
  if (replica.isLeader) noticeLogStart(manager, replica);
}

/** Plans a check at the first regular time at or after `atMs`. */
function checkBy(replication: Replication, atMs: number): void {
  replication.retentionCheck.bringForward(nextCheckMs(replication, atMs));
}

function nextCheckMs({ config }: Replication, atMs: number): number {
  const intervalMs = config.logRetentionCheckIntervalMs;
  return Math.ceil(atMs / intervalMs) * intervalMs;
}
