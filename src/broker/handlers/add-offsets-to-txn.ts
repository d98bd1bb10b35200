/**
 * AddOffsetsToTxn (KIP-98): the group's partition of `__consumer_offsets` joins the transaction.
 *
 * Checks, in the real broker's order: those of AddPartitionsToTxn, but not that the partition exists.
 * Versions below 2 hear INVALID_PRODUCER_EPOCH for PRODUCER_FENCED.
 * Differs: no ACLs.
 */
import type { AddOffsetsToTxnRequest } from '../../protocol/messages.ts';
import { addPartitions } from '../coordinators/transactions/coordinator.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../coordinators/transactions/coordinator-partition.ts';
import { answer, type Call } from '../state/call.ts';

export function handleAddOffsetsToTxn(call: Call, request: AddOffsetsToTxnRequest): void {
  const { state, broker, nowMs, apiVersion } = call;
  const partition = partitionFor(state, CONSUMER_OFFSETS_TOPIC, request.groupId);
  addPartitions(state, broker, request, [{ topic: CONSUMER_OFFSETS_TOPIC, partition }], nowMs, (error) => {
    const known = error === 'PRODUCER_FENCED' && apiVersion < 2 ? 'INVALID_PRODUCER_EPOCH' : error;
    answer(call, { api: 'AddOffsetsToTxn', throttleTimeMs: 0, error: known });
  });
}
