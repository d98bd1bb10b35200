/**
 * When logs let go of what they need not keep, and records that are deleted on request (LogManager.cleanupLogs, DeleteRecords).
 *
 * Owns: the times of the checks: multiples of log.retention.check.interval.ms, of which only those happen that could find
 * something. Refuses to know: what may go (log/retention.ts).
 *
 * A producer whose records are all gone is remembered all the same: since KIP-360 only its age ends that.
 */
import { IllegalArgumentException } from '../../protocol/exceptions.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { nextRetentionMs, retainedFrom } from '../log/retention.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Replica } from './replica.ts';
import { tellLogStart } from './serve-followers.ts';

/** From time to time, before an append: sees to it that somebody looks when the log may have become too old or too large. */
export function watchRetention(state: ClusterState, { log, config }: Replica, batch: RecordBatch, nowMs: number): void {
  if (!config.isDeleted) return;
  const isEmpty = log.startOffset === log.endOffset;
  const oldMs = isEmpty ? batch.maxTimestampMs + config.retentionMs + 1 : nextRetentionMs(log, config);
  checkBy(state, Math.max(oldMs, nowMs));
  if (config.retentionBytes < 0) return;
  checkBy(state, nowMs + 1);
  log.nextExpiryMs = Math.min(log.nextExpiryMs, tickAfter(state, nowMs + 1));
}

/** The time of a check has come. */
export function checkRetention(state: ClusterState, nowMs: number): void {
  state.retentionCheckMs = Number.POSITIVE_INFINITY;
  for (const broker of state.brokers) {
    if (!broker.isUp) continue;
    for (const replica of broker.replicas()) {
      const { log, config } = replica;
      const offset = retainedFrom(log, config, nowMs + broker.clockSkewMs);
      if (offset > log.startOffset) moveLogStart(state, replica, offset, 'retention', nowMs);
      checkBy(state, Math.max(nextRetentionMs(log, config) - broker.clockSkewMs, nowMs + 1));
      // The next append sees to what comes after it.
      if (log.startOffset === log.endOffset || config.retentionBytes >= 0) log.nextExpiryMs = Number.NEGATIVE_INFINITY;
    }
  }
}

/**
 * Deletes a partition's records before `offset`; -1: all that consumers can see.
 * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
 */
export function deleteRecords(
  state: ClusterState,
  topic: string,
  partition: number,
  offset: number,
  nowMs: number,
): void {
  const leaderId = state.topic(topic)?.partitions[partition]?.leader ?? -1;
  const replica = state.broker(leaderId)?.replica(topic, partition);
  const fail = (reason: string): Error =>
    new IllegalArgumentException(`Records of ${topic}-${partition} cannot be deleted: ${reason}`);
  if (replica?.isLeader !== true) throw fail('it has no leader (LEADER_NOT_AVAILABLE).');
  const { log, config } = replica;
  if (!config.isDeleted) throw fail('its clean-up policy does not allow it (POLICY_VIOLATION).');
  const target = offset === -1 ? log.highWatermark : offset;
  if (target < 0 || target > log.highWatermark) {
    throw fail(`offset ${offset} is beyond the high watermark ${log.highWatermark} (OFFSET_OUT_OF_RANGE).`);
  }
  if (target > log.startOffset) moveLogStart(state, replica, target, 'records deleted', nowMs);
}

function moveLogStart(state: ClusterState, replica: Replica, to: number, reason: string, nowMs: number): void {
  const { topic, partition, brokerId, log } = replica;
  const from = log.startOffset;
  log.advanceStartTo(to);
  state.event('log start moved', { topic, partition, broker: brokerId, from, to, reason });
  if (replica.isLeader) tellLogStart(state, replica, nowMs);
}

/** A check at the first tick at or after `atMs`. */
function checkBy(state: ClusterState, atMs: number): void {
  const dueMs = tickAfter(state, atMs);
  if (dueMs >= state.retentionCheckMs) return;
  state.retentionCheckMs = dueMs;
  state.wakeBy(dueMs);
}

function tickAfter({ config }: ClusterState, atMs: number): number {
  const intervalMs = config.logRetentionCheckIntervalMs;
  return Math.ceil(atMs / intervalMs) * intervalMs;
}
