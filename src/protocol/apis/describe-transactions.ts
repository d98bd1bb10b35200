/** DescribeTransactions: what a coordinator knows of transactional ids (KIP-664). */

import type { TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DescribeTransactionsRequest {
  readonly api: 'DescribeTransactions';
  readonly transactionalIds: readonly string[];
}
export interface DescribedTransaction {
  readonly transactionalId: string;
  readonly error: ErrorName;
  /** Kafka's name of the state, such as `Ongoing`; empty with an error. */
  readonly state: string;
  readonly transactionTimeoutMs: number;
  /** When its first partition was added, in ms since the epoch; -1 if it has none. */
  readonly transactionStartTimeMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly partitions: readonly TopicPartition[];
}
export interface DescribeTransactionsResponse {
  readonly api: 'DescribeTransactions';
  readonly throttleTimeMs: number;
  readonly transactions: readonly DescribedTransaction[];
}

export const describeTransactionsApi: Api<
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
  { readonly transactionalIds: ListFact },
  { readonly transactions: ListFact }
> = {
  key: 65,
  logName: 'DESCRIBE_TRANSACTIONS',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: ({ transactionalIds }, error) => ({
    api: 'DescribeTransactions',
    throttleTimeMs: 0,
    transactions: transactionalIds.map((transactionalId) => undescribed(transactionalId, error)),
  }),
  requestFacts: ({ transactionalIds }) => ({ transactionalIds: listFact(transactionalIds) }),
  responseFacts: ({ transactions }) => ({
    transactions: listFact(
      transactions.map(({ transactionalId, state, error }) => withError(`${transactionalId}: ${state}`, error)),
    ),
  }),
  subject: NO_SUBJECT,
  randomErrors: ['NOT_COORDINATOR', 'COORDINATOR_LOAD_IN_PROGRESS'],
  placedErrors: ['NOT_COORDINATOR'],
};

/** A transactional id that cannot be described. */
export function undescribed(transactionalId: string, error: ErrorName): DescribedTransaction {
  return {
    transactionalId,
    error,
    state: '',
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0,
    producerId: 0,
    producerEpoch: 0,
    partitions: [],
  };
}
