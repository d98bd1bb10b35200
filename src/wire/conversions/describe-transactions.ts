/** DescribeTransactions. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertDescribeTransactions({
  transactionalIds,
}: WireRequest<'DescribeTransactions'>): Exchange<'DescribeTransactions'> {
  return single({ api: 'DescribeTransactions', transactionalIds }, ({ throttleTimeMs, transactions }) => ({
    throttleTimeMs,
    transactionStates: transactions.map(({ error, state, partitions, ...described }) => ({
      ...described,
      errorCode: errorCode(error),
      transactionState: state,
      topics: byTopic(
        partitions,
        ({ partition }) => partition,
        (topic, numbers) => ({ topic, partitions: numbers }),
      ),
    })),
  }));
}
