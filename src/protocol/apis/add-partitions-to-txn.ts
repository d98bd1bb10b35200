/** AddPartitionsToTxn: partitions become part of a transaction, or a broker verifies that they are (KIP-98, KIP-890). */

import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface AddPartitionsToTxnRequest {
  readonly api: 'AddPartitionsToTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  /**
   * Set by the leader of a partition that asks whether the partitions are in the transaction (KIP-890, version 4). Clients leave
   * it out.
   */
  readonly verifyOnly?: boolean;
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
}
export interface AddPartitionsToTxnResponse {
  readonly api: 'AddPartitionsToTxn';
  readonly throttleTimeMs: number;
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
}

export const addPartitionsToTxnApi: Api<
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponse,
  { readonly transactionalId: string; readonly partitions: ListFact },
  { readonly results: ListFact }
> = {
  key: 24,
  logName: 'ADD_PARTITIONS_TO_TXN',
  versions: [0, 4],
  clientThrottlesFrom: 1,
  newerErrors: { PRODUCER_FENCED: { since: 2, before: 'INVALID_PRODUCER_EPOCH' } },
  refuse: ({ partitions }, error) => ({
    api: 'AddPartitionsToTxn',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error })),
  }),
  requestFacts: ({ transactionalId, partitions }) => ({
    transactionalId,
    partitions: listFact(partitions.map(partitionName)),
  }),
  responseFacts: ({ partitions }) => ({
    results: listFact(partitions.map((added) => withError(partitionName(added), added.error))),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  randomErrors: ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'CONCURRENT_TRANSACTIONS'],
  placedErrors: ['CONCURRENT_TRANSACTIONS'],
};
