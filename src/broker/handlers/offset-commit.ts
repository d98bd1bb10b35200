/**
 * OffsetCommit (KIP-211 for the retention, KIP-345 for static members).
 *
 * Checks, in the real broker's order: per partition, it exists; this broker coordinates the group; the member and its generation, if
 * the group has members; the group does not wait for its assignment; per partition, the metadata is not too long. The response is sent
 * once the offsets are on all in-sync replicas.
 * Differs: there are no ACLs; version 0, which stores offsets in ZooKeeper, is served like the others.
 */
import type { OffsetCommitRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';
import { commitOffsets } from '../requests/commit-offsets.ts';

export function handleOffsetCommit(call: Call, request: OffsetCommitRequest): void {
  const { nowMs } = call.services.scheduler;
  const { retentionTimeMs } = request;
  const expireTimestampMs = retentionTimeMs === -1 ? null : nowMs + retentionTimeMs;
  commitOffsets(call, { request, producer: undefined, expireTimestampMs }, (partitions) =>
    answer(call, { api: 'OffsetCommit', throttleTimeMs: 0, partitions }),
  );
}
