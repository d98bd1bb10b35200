/**
 * AddPartitionsToTxn (KIP-98), and the verification of partitions by other brokers (KIP-890, version 4).
 *
 * Checks, in the real broker's order: all partitions exist (otherwise those that do are answered OPERATION_NOT_ATTEMPTED); the
 * transactional id is not empty; this broker is its coordinator and has loaded its log; producer id; epoch; no state change is in
 * progress; the transaction is not ending. The response is sent once the partitions are in the log, which may be now.
 * Differs: there are no ACLs; a request contains one transaction only.
 */

import { type AddPartitionsToTxnRequest, addPartitionsToTxnApi } from '../../protocol/apis/add-partitions-to-txn.ts';
import { errorFor } from '../../protocol/description/api.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
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
