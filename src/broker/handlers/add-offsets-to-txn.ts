/**
 * AddOffsetsToTxn (KIP-98): adds the group's partition of `__consumer_offsets` to the transaction.
 *
 * Checks, in the real broker's order: those of AddPartitionsToTxn, except that the partition exists.
 * Differs: there are no ACLs.
 */

import { type AddOffsetsToTxnRequest, addOffsetsToTxnApi } from '../../protocol/apis/add-offsets-to-txn.ts';
import { errorFor } from '../../protocol/description/api.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../coordinators/log/coordinator-topic.ts';
import { answer, type Call } from '../requests/call.ts';

/** Brokers need no AddOffsetsToTxn: what counts is that clients send AddPartitionsToTxn in this version at most. */
const CLIENTS_VERSION = 3;

export function handleAddOffsetsToTxn(call: Call, request: AddOffsetsToTxnRequest): void {
  const { services, apiVersion } = call;
  const partition = partitionFor(services, CONSUMER_OFFSETS_TOPIC, request.groupId);
  services.transactions.addPartitions(
    request,
    [{ topic: CONSUMER_OFFSETS_TOPIC, partition }],
    CLIENTS_VERSION,
    (error) => {
      answer(call, {
        api: 'AddOffsetsToTxn',
        throttleTimeMs: 0,
        error: errorFor(addOffsetsToTxnApi, apiVersion, error),
      });
    },
  );
}
