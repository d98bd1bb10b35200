/**
 * AddPartitionsToTxn (KIP-98; KIP-890 for version 4, by which brokers verify).
 *
 * Checks, in the real broker's order: all partitions exist (else each that does is OPERATION_NOT_ATTEMPTED); the
 * transactional id is not empty; this broker coordinates it and has loaded it; producer id; epoch; no move is under way;
 * the transaction is not ending. Answered once the partitions are in the log, or at once if they were already.
 * Differs: no ACLs; one transaction in a request.
 */

import { errorFor } from '../../protocol/api.ts';
import { type AddPartitionsToTxnRequest, addPartitionsToTxnApi } from '../../protocol/apis/add-partitions-to-txn.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleAddPartitionsToTxn(call: Call, request: AddPartitionsToTxnRequest): void {
  const { services, apiVersion } = call;
  const { controlPlane, transactions } = services;
  const { partitions } = request;
  const exists = partitions.map(({ topic, partition }) => controlPlane.knowsPartition(topic, partition));
  if (exists.includes(false)) {
    respond(call, request, (place) =>
      exists[place] === true ? 'OPERATION_NOT_ATTEMPTED' : 'UNKNOWN_TOPIC_OR_PARTITION',
    );
  } else if (request.verifyOnly === true) {
    const errors = transactions.verifyPartitions(request, partitions);
    respond(call, request, (place) => errors[place] ?? 'NONE');
  } else {
    transactions.addPartitions(request, partitions, (error) => {
      const answered = errorFor(addPartitionsToTxnApi, apiVersion, error);
      respond(call, request, () => answered);
    });
  }
}

function respond(call: Call, { partitions }: AddPartitionsToTxnRequest, errorAt: (place: number) => ErrorName): void {
  answer(call, {
    api: 'AddPartitionsToTxn',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }, place) => ({ topic, partition, error: errorAt(place) })),
  });
}
