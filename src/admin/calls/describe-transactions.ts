/**
 * describeTransactions(): sent to the coordinators of the transactional ids (KafkaAdminClient.describeTransactions,
 * DescribeTransactionsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor, IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { DescribedTransaction, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { MapResult } from '../futures/map-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';

/** What its coordinator knows of a transactional id (Java's TransactionDescription). */
export interface TransactionDescription {
  /** The broker that coordinates it. */
  readonly coordinatorId: number;
  /** Kafka's name of the state, for example `Ongoing`. */
  readonly state: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly transactionTimeoutMs: number;
  /** When its first partition was added, in ms since the epoch; `null`: there is no open transaction. */
  readonly transactionStartTimeMs: number | null;
  /** The partitions of the open transaction. */
  readonly topicPartitions: readonly TopicPartition[];
}

/** The result of describeTransactions(): awaited, the descriptions by transactional id (Java's DescribeTransactionsResult). */
export class DescribeTransactionsResult extends MapResult<TransactionDescription> {
  /** The future of one transactional id. @throws IllegalArgumentException if the call was not about it */
  description(transactionalId: string): KafkaFuture<TransactionDescription> {
    const future = this.futures.get(transactionalId);
    if (future === undefined) {
      throw new IllegalArgumentException(`TransactionalId \`${transactionalId}\` was not included in the request`);
    }
    return this.handOut(future);
  }
}

export function describeTransactions(
  calls: RunningCalls,
  transactionalIds: Iterable<string>,
  options: CallOptions,
): DescribeTransactionsResult {
  checkOptions('admin.describeTransactions()', options, CALL_OPTIONS);
  const ids = checkedList('admin.describeTransactions(transactionalIds)', transactionalIds, STRING);
  return new DescribeTransactionsResult(runKeyed(calls, HANDLER, ids, options));
}

const HANDLER: ApiHandler<TransactionDescription> = {
  apiName: 'describeTransactions',
  lookup: coordinators('transaction'),
  isBatched: true,
  request: (keys) => ({ api: 'DescribeTransactions', transactionalIds: keys }),
  handleResponse: (response, _keys, brokerId) => resultOf(response, brokerId),
};

function resultOf(response: Response, coordinatorId: number): ApiResult<TransactionDescription> {
  const completed = new Map<string, TransactionDescription>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  for (const one of response.api === 'DescribeTransactions' ? response.transactions : []) {
    const { transactionalId, error } = one;
    const problem = `DescribeTransactions request for transactionalId \`${transactionalId}\` failed`;
    if (error === 'NONE') completed.set(transactionalId, descriptionOf(one, coordinatorId));
    else if (error === 'TRANSACTIONAL_ID_NOT_FOUND')
      failed.set(transactionalId, exceptionFor(error, `${problem} because the ID could not be found`));
    else if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') unmapped.push(transactionalId);
    else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS')
      failed.set(transactionalId, exceptionFor(error, `${problem} due to unexpected error`));
  }
  return { completed, failed, unmapped };
}

function descriptionOf(one: DescribedTransaction, coordinatorId: number): TransactionDescription {
  const { state, producerId, producerEpoch, transactionTimeoutMs, transactionStartTimeMs, partitions } = one;
  return {
    coordinatorId,
    state,
    producerId,
    producerEpoch,
    transactionTimeoutMs,
    transactionStartTimeMs: transactionStartTimeMs < 0 ? null : transactionStartTimeMs,
    topicPartitions: partitions,
  };
}
