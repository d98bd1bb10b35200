/**
 * When records are deleted: by age and size at regular checks (LogManager.cleanupLogs), or on request (DeleteRecords). What may
 * be deleted is decided in log/retention.ts.
 *
 * Checks are made at multiples of log.retention.check.interval.ms, but only at those that could find something.
 *
 * A producer whose records are all deleted is remembered nevertheless: since KIP-360 it is forgotten by its age only.
 */
import { HIGH_WATERMARK } from '../../protocol/apis/delete-records.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { RecordBatch } from '../../protocol/records/record-batch.ts';
import { nextRetentionMs, retainedFrom } from '../log/retention.ts';
import { noticeChange } from './follower-notice.ts';
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

/** The topic's configuration has changed: the next regular check finds what the log need not keep any more. */
export function configChanged(replication: Replication, { log, config }: Replica): void {
  log.nextExpiryMs = Number.NEGATIVE_INFINITY;
  if (!config.isDeleted || log.earliestKeptOffset === log.endOffset) return;
  const { nowMs } = replication.scheduler;
  const dueMs = config.retentionBytes >= 0 ? nowMs + 1 : nextRetentionMs(log, config);
  if (dueMs < Number.POSITIVE_INFINITY) checkBy(replication, Math.max(dueMs, nowMs + 1));
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
      if (offset > log.earliestKeptOffset) deleteSegments(manager, replica, offset);
      checkBy(replication, Math.max(nextRetentionMs(log, config) - clockSkewMs, nowMs + 1));
      // The next append plans the check of what comes after it.
      if (log.startOffset === log.endOffset || config.retentionBytes >= 0) log.nextExpiryMs = Number.NEGATIVE_INFINITY;
    }
  }
}

/** How a deletion of records at a leader ended: where its log begins, or why nothing was deleted. */
export type Deleted =
  | { readonly error: 'NONE'; readonly replica: Replica; readonly startOffset: number }
  | { readonly error: Exclude<ErrorName, 'NONE'>; readonly reason: string };

/** Deletes a partition's records before `offset` at its leader; -1: all that consumers can see (Partition.deleteRecordsOnLeader). */
export function deleteRecordsOnLeader(
  leader: ReplicaManager,
  topic: string,
  partition: number,
  offset: number,
): Deleted {
  const { metadata } = leader;
  if (!metadata.knowsPartition(topic, partition)) {
    return { error: 'UNKNOWN_TOPIC_OR_PARTITION', reason: 'there is no such partition' };
  }
  if (metadata.topic(topic)?.isInternal === true)
    return { error: 'INVALID_TOPIC_EXCEPTION', reason: 'the topic is internal' };
  const replica = leader.replica(topic, partition);
  if (replica?.isOffline === true) return { error: 'KAFKA_STORAGE_ERROR', reason: 'its log directory has failed' };
  if (replica?.isLeader !== true) return { error: 'NOT_LEADER_OR_FOLLOWER', reason: 'the broker does not lead it' };
  const { log, config } = replica;
  if (!config.isDeleted) return { error: 'POLICY_VIOLATION', reason: 'its cleanup policy does not allow it' };
  const startOffset = offset === HIGH_WATERMARK ? log.highWatermark : offset;
  if (startOffset < 0 || startOffset > log.highWatermark) {
    const reason = `offset ${offset} is beyond the high watermark ${log.highWatermark}`;
    return { error: 'OFFSET_OUT_OF_RANGE', reason };
  }
  if (startOffset > log.startOffset) {
    const from = log.startOffset;
    log.advanceStartTo(startOffset, leader.replication.scheduler.nowMs);
    logStartMoved(leader, replica, from, 'records deleted');
  }
  return { error: 'NONE', replica, startOffset };
}

/**
 * Deletes a partition's records before `offset`, wherever its leader is; -1: all that consumers can see.
 * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
 */
export function deleteRecords(replication: Replication, topic: string, partition: number, offset: number): void {
  const { controlPlane, managers } = replication;
  const leader = replication.manager(controlPlane.partition(topic, partition)?.leader ?? -1);
  const deleted: Deleted =
    leader === undefined && controlPlane.knowsPartition(topic, partition)
      ? { error: 'LEADER_NOT_AVAILABLE', reason: 'it has no leader' }
      : deleteRecordsOnLeader(leader ?? (managers[0] as ReplicaManager), topic, partition, offset);
  if (deleted.error === 'NONE') return;
  throw new IllegalArgumentException(
    `Records of ${topic}-${partition} cannot be deleted: ${deleted.reason} (${deleted.error}).`,
  );
}

function deleteSegments(manager: ReplicaManager, replica: Replica, offset: number): void {
  const from = replica.log.startOffset;
  replica.log.deleteSegmentsBefore(offset, manager.replication.scheduler.nowMs);
  if (replica.log.startOffset > from) logStartMoved(manager, replica, from, 'retention');
}

function logStartMoved(manager: ReplicaManager, replica: Replica, from: number, reason: string): void {
  const { topic, partition, brokerId: broker, log } = replica;
  manager.replication.effects.event('log start moved', { topic, partition, broker, from, to: log.startOffset, reason });
  if (replica.isLeader) noticeChange(manager, replica);
  replica.fetcher?.noteChange(replica);
}

/** Plans a check at the first regular time at or after `atMs`. */
function checkBy(replication: Replication, atMs: number): void {
  replication.retentionCheck.bringForward(nextCheckMs(replication, atMs));
}

function nextCheckMs({ config }: Replication, atMs: number): number {
  const intervalMs = config.logRetentionCheckIntervalMs;
  return Math.ceil(atMs / intervalMs) * intervalMs;
}
