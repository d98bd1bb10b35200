/**
 * AddPartitionsToTxn (KIP-98), and the verification of partitions by other brokers (KIP-890, version 4), which may also add them (part 2).
 *
 * Checks, in the real broker's order: no partition is of an internal topic, unless a broker asks, and all exist (otherwise those
 * that could be added are answered OPERATION_NOT_ATTEMPTED); the transactional id is not empty; this broker is its coordinator and
 * has loaded its log; producer id; epoch; no state change is in progress, which is checked first since 4.0; the transaction is not ending. The response is sent once
 * the partitions are in the log, which may be now.
 * Differs: there are no ACLs; a request contains one transaction only.
 */
import { type AddPartitionsToTxnRequest, addPartitionsToTxnApi } from '../../protocol/apis/add-partitions-to-txn.ts';
import { errorFor } from '../../protocol/description/api.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { isInternalTopic } from '../controller/topic-name.ts';
import { answer, type Call } from '../requests/call.ts';

/** From this version on, requests come from brokers. */
const BROKERS_VERSION = 4;

export function handleAddPartitionsToTxn(call: Call, request: AddPartitionsToTxnRequest): void {
  const { services, apiVersion } = call;
  const { metadata, transactions } = services;
  const { partitions } = request;
  const refusals = partitions.map(({ topic, partition }): ErrorName | undefined => {
    if (apiVersion < BROKERS_VERSION && isInternalTopic(topic)) return 'TOPIC_AUTHORIZATION_FAILED';
    return metadata.knowsPartition(topic, partition) ? undefined : 'UNKNOWN_TOPIC_OR_PARTITION';
  });
  if (refusals.some((refusal) => refusal !== undefined)) {
    respond(call, request, (place) => refusals[place] ?? 'OPERATION_NOT_ATTEMPTED');
  } else if (request.verifyOnly === true) {
    const errors = transactions.verifyPartitions(request, partitions);
    respond(call, request, (place) => errors[place] ?? 'NONE');
  } else {
    transactions.addPartitions(request, partitions, apiVersion, (error) => {
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
