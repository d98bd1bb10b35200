/**
 * DeleteRecords (KIP-107).
 *
 * Checks, in the real broker's order, per partition: the topic exists; it is not internal; this broker leads; its clean-up policy
 * deletes; the offset is at most the high watermark. Answered once the logs of all live replicas begin there, or after timeoutMs
 * (REQUEST_TIMED_OUT).
 * Differs: no ACLs.
 */
import type { DeleteRecordsRequest } from '../../protocol/messages.ts';
import type { DelayedDeletion, DeletionResult } from '../purgatory/delayed.ts';
import { expireDeletion, lowWatermark } from '../replication/delayed-deletions.ts';
import { deleteRecordsOnLeader } from '../replication/log-retention.ts';
import type { Replica } from '../replication/replica.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDeleteRecords(call: Call, request: DeleteRecordsRequest): void {
  const { replicas, broker, scheduler } = call.services;
  const results: DeletionResult[] = [];
  const operation: DelayedDeletion = {
    results,
    pending: 0,
    whenDone: (partitions) => answer(call, { api: 'DeleteRecords', throttleTimeMs: 0, partitions }),
  };
  const waiting: Replica[] = [];
  for (const { topic, partition, offset } of request.partitions) {
    const deleted = deleteRecordsOnLeader(replicas, topic, partition, offset);
    const result: DeletionResult = { topic, partition, error: deleted.error, lowWatermark: -1 };
    results.push(result);
    if (deleted.error !== 'NONE') continue;
    const { replica, startOffset: requiredOffset } = deleted;
    result.lowWatermark = lowWatermark(replicas.replication, replica);
    if (result.lowWatermark >= requiredOffset) continue;
    result.error = 'REQUEST_TIMED_OUT';
    operation.pending++;
    replica.deletions = [...replica.deletions, { operation, result, requiredOffset }];
    waiting.push(replica);
  }
  if (operation.pending === 0) {
    operation.whenDone(results);
    return;
  }
  const { incarnation } = broker;
  scheduler.plan(scheduler.nowMs + Math.max(request.timeoutMs, 0), () => {
    if (broker.incarnation === incarnation) expireDeletion(operation, waiting);
  });
}
